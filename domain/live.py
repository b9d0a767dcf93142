"""What is told at once to whoever watches a conversation or a session; the database remains the truth."""

from dataclasses import dataclass

from domain.identifiers import ConversationId, SessionId, TurnId
from domain.message import Message


@dataclass(frozen=True, slots=True, kw_only=True)
class TurnStarted:
    conversation_id: ConversationId
    turn_id: TurnId


@dataclass(frozen=True, slots=True, kw_only=True)
class FragmentWritten:
    """``offset`` counts the code points of the answer before this fragment."""

    conversation_id: ConversationId
    turn_id: TurnId
    offset: int
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerRestarted:
    """A new try at a turn of which something was shown: what was shown is replaced."""

    conversation_id: ConversationId
    turn_id: TurnId


@dataclass(frozen=True, slots=True, kw_only=True)
class TurnEnded:
    """``code`` is the reason of an end that is not ``settled``; ``charged`` is in roubles, two decimals."""

    conversation_id: ConversationId
    turn_id: TurnId
    state: str
    charged: str
    message: Message | None = None
    code: str | None = None
    retryable: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageAdded:
    conversation_id: ConversationId
    message: Message


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionChanged:
    """Somebody signed in or out in another tab; the new token is known to the one who did."""

    session_id: SessionId
    signed_out: bool
    token: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RunningAnswer:
    """All of an answer that is being written, so far."""

    turn_id: TurnId
    text: str


ConversationNews = TurnStarted | FragmentWritten | AnswerRestarted | TurnEnded | MessageAdded
News = ConversationNews | SessionChanged
