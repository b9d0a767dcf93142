"""News as JSON between the processes of one Otklik."""

from datetime import datetime
from typing import Any, Final

import msgspec

from domain.identifiers import ConversationId, MessageId, PersonId, SessionId, TurnId
from domain.live import AnswerRestarted, FragmentWritten, MessageAdded, News, SessionChanged, TurnEnded, TurnStarted
from domain.message import Author, DialogSource, Message, WallSource


class UnreadableNewsError(Exception):
    """What came is not news as this version writes them; nothing of it is repeated here."""


class WireWallSource(msgspec.Struct, frozen=True, tag="wall"):
    owner_id: int
    post_id: int
    comment_id: int


class WireDialogSource(msgspec.Struct, frozen=True, tag="dialog"):
    peer_id: int
    message_id: int


class WireMessage(msgspec.Struct, frozen=True, omit_defaults=True):
    id: MessageId
    conversation_id: ConversationId
    author: Author
    text: str
    natural_key: str
    at: datetime
    seq: int
    person_id: PersonId | None = None
    turn_id: TurnId | None = None
    client_id: str | None = None
    source: WireWallSource | WireDialogSource | None = None


class WireTurnStarted(msgspec.Struct, frozen=True, tag="turn_started"):
    conversation_id: ConversationId
    turn_id: TurnId


class WireFragmentWritten(msgspec.Struct, frozen=True, tag="fragment_written"):
    conversation_id: ConversationId
    turn_id: TurnId
    offset: int
    text: str


class WireAnswerRestarted(msgspec.Struct, frozen=True, tag="answer_restarted"):
    conversation_id: ConversationId
    turn_id: TurnId


class WireTurnEnded(msgspec.Struct, frozen=True, omit_defaults=True, tag="turn_ended"):
    conversation_id: ConversationId
    turn_id: TurnId
    state: str
    charged: str
    message: WireMessage | None = None
    code: str | None = None
    retryable: bool = False


class WireMessageAdded(msgspec.Struct, frozen=True, tag="message_added"):
    conversation_id: ConversationId
    message: WireMessage


class WireSessionChanged(msgspec.Struct, frozen=True, omit_defaults=True, tag="session_changed"):
    session_id: SessionId
    signed_out: bool
    token: str | None = None


SHAPES: Final[dict[type, type[msgspec.Struct]]] = {
    TurnStarted: WireTurnStarted,
    FragmentWritten: WireFragmentWritten,
    AnswerRestarted: WireAnswerRestarted,
    TurnEnded: WireTurnEnded,
    MessageAdded: WireMessageAdded,
    SessionChanged: WireSessionChanged,
    Message: WireMessage,
    WallSource: WireWallSource,
    DialogSource: WireDialogSource,
}
"""The wire shape of each domain class: the same fields under the same names."""

_VALUES: Final = {shape: value for value, shape in SHAPES.items()}
_ENCODER: Final = msgspec.json.Encoder()
_DECODER: Final = msgspec.json.Decoder(
    WireTurnStarted | WireFragmentWritten | WireAnswerRestarted | WireTurnEnded | WireMessageAdded | WireSessionChanged
)


def encode(news: News) -> bytes:
    """
    Write news down.

    Raises UnicodeEncodeError for a text with half a surrogate pair, which JSON in UTF-8 cannot carry.
    """
    return _ENCODER.encode(_to_wire(news))


def decode(data: bytes) -> News:
    """Read news; raises UnreadableNewsError for anything else."""
    try:
        news: News = _from_wire(_DECODER.decode(data))
    except (msgspec.MsgspecError, RecursionError) as error:
        raise UnreadableNewsError from error
    return news


def _to_wire(value: Any) -> Any:
    shape = SHAPES.get(type(value))
    if shape is None:
        return value
    return shape(**{name: _to_wire(getattr(value, name)) for name in shape.__struct_fields__})


def _from_wire(wire: Any) -> Any:
    value = _VALUES.get(type(wire))
    if value is None:
        return wire
    return value(**{name: _from_wire(getattr(wire, name)) for name in wire.__struct_fields__})
