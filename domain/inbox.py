"""The owner's view of conversations: one line of each."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from domain.conversation import Conversation
from domain.identifiers import ConversationId
from domain.message import Message
from domain.person import Person
from domain.turn import Turn


class InboxFilter(StrEnum):
    """
    Which conversations are shown.

    NEEDS_PERSON: somebody has asked for a person and got none yet, or a draft waits for approval. FAILED: an answer
    has failed, or nobody knows whether it is out. DECLINED: the latest answer was. TODAY: something was said.
    """

    ALL = "all"
    NEEDS_PERSON = "needs_person"
    FAILED = "failed"
    DECLINED = "declined"
    TODAY = "today"


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a page of the inbox ends: conversations that come after it are older, or have a smaller id."""

    at: datetime
    id: ConversationId


@dataclass(frozen=True, slots=True, kw_only=True)
class InboxRow:
    """
    A conversation in which something was said.

    ``person`` is whose it is, or else who said the last thing or was answered with it; None when that is nobody.
    ``turn`` is the latest. ``person_wanted_at`` is set while somebody waits for a person. ``taken_by`` and
    ``taken_until`` tell who of the community speaks there, and may be over (``conversation.is_taken_over``).
    """

    conversation: Conversation
    last: Message
    person: Person | None
    turn: Turn | None
    drafts: int
    troubles: int
    person_wanted_at: datetime | None = None
    taken_by: str | None = None
    taken_until: datetime | None = None

    @property
    def place(self) -> Place:
        return Place(at=self.last.at, id=self.conversation.id)

    @property
    def needs_person(self) -> bool:
        return self.person_wanted_at is not None or self.drafts > 0
