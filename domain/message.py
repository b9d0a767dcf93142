"""What was said in a conversation."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from domain.identifiers import ConversationId, DeadlineId, MessageId, PersonId, TurnId

MAX_TEXT = 8_000
"""Characters of one message of a visitor; longer ones are refused on the site and cut for the model in VK."""


class Author(StrEnum):
    PERSON = "person"
    ASSISTANT = "assistant"
    OPERATOR = "operator"
    SYSTEM = "system"


@dataclass(frozen=True, slots=True, kw_only=True)
class WallSource:
    """Where on a wall it stands: ``comment_id`` is 0 for the post itself."""

    owner_id: int
    post_id: int
    comment_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DialogSource:
    peer_id: int
    message_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class NewMessage:
    """
    A message about to be recorded.

    ``natural_key`` makes it one message however often it is delivered. ``turn_id`` is the turn that answers it
    (a person's message) or that it answers (the assistant's). ``client_id`` is the id the site's client gave it.
    ``source`` is where it stands in VK.
    """

    id: MessageId
    conversation_id: ConversationId
    author: Author
    text: str
    natural_key: str
    at: datetime
    person_id: PersonId | None = None
    turn_id: TurnId | None = None
    client_id: str | None = None
    source: WallSource | DialogSource | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Message(NewMessage):
    """A recorded message; ``seq`` numbers it inside its conversation: 1, 2, 3… without holes."""

    seq: int


def comment_natural_key(owner_id: int, comment_id: int) -> str:
    return f"wall_reply:{owner_id}:{comment_id}"


def post_natural_key(owner_id: int, post_id: int) -> str:
    return f"wall_post:{owner_id}:{post_id}"


def dialog_natural_key(peer_id: int, conversation_message_id: int) -> str:
    """``conversation_message_id`` numbers a dialog's messages; ``id`` may be 0 in chats (VK, message object)."""
    return f"message:{peer_id}:{conversation_message_id}"


def chat_natural_key(conversation_id: ConversationId, client_id: str) -> str:
    return f"site:{conversation_id}:{client_id}"


def answer_natural_key(turn_id: TurnId) -> str:
    return f"answer:{turn_id}"


def operator_natural_key(key: UUID) -> str:
    """``key`` was made with the form in which an operator of the community wrote it."""
    return f"operator:{key}"


def command_answer_natural_key(message_id: MessageId) -> str:
    """``message_id`` is the command's."""
    return f"command:{message_id}"


def refusal_natural_key(turn_id: TurnId) -> str:
    """Of what is said to somebody whose turn was declined."""
    return f"refusal:{turn_id}"


def reminder_natural_key(deadline_id: DeadlineId, at: datetime, lead: timedelta, person_id: PersonId) -> str:
    return f"reminder:{deadline_id}:{at:%Y-%m-%dT%H:%M}:{lead // timedelta(seconds=1)}:{person_id}"
