"""
The frames of chat protocol 1, as they go over the wire.

What they mean is in docs/chat-protocol.md; lengths and offsets count Unicode code points.
"""

from datetime import datetime
from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from adapters.inbound.chat.export_info import ExportInfo

ClientId = Annotated[str, Meta(min_length=1, max_length=64)]
Id = Annotated[str, Meta(max_length=64)]
Seq = Annotated[int, Meta(ge=0, le=2**53)]
Secret = Annotated[str, Meta(max_length=1_000)]


class ClientFrame(msgspec.Struct, kw_only=True, tag_field="type", forbid_unknown_fields=True):
    """``ref`` comes back in the direct reply."""

    ref: Annotated[str, Meta(max_length=64)] | None = None


class Hello(ClientFrame, tag="hello"):
    protocol: int
    token: Annotated[str, Meta(max_length=256)] | None = None
    conversation_id: Id | None = None
    after_seq: Seq | None = None
    open_turns: Annotated[list[Id], Meta(max_length=100)] = []
    lang: Literal["ru", "en"] | None = None


class Register(ClientFrame, tag="register"):
    login: Secret
    password: Secret


class Login(ClientFrame, tag="login"):
    login: Secret
    password: Secret


class Logout(ClientFrame, tag="logout"):
    pass


class ChangePassword(ClientFrame, tag="change_password"):
    password: Secret
    new_password: Secret


class LogoutEverywhere(ClientFrame, tag="logout_everywhere"):
    pass


class ExportMe(ClientFrame, tag="export"):
    """``after`` is the ``next_after`` of the page before."""

    after: Id | None = None


class EraseMe(ClientFrame, tag="erase"):
    """A guest has no password."""

    password: Secret = ""


class Say(ClientFrame, tag="message"):
    id: ClientId
    text: str


class Stop(ClientFrame, tag="stop"):
    turn_id: Id


class Retry(ClientFrame, tag="retry"):
    turn_id: Id


class History(ClientFrame, tag="history"):
    conversation_id: Id | None = None
    before_seq: Seq | None = None
    limit: Annotated[int, Meta(ge=1, le=100)] = 50


class Conversations(ClientFrame, tag="conversations"):
    pass


class Search(ClientFrame, tag="search"):
    text: Annotated[str, Meta(max_length=200)]


class Open(ClientFrame, tag="open"):
    conversation_id: Id | None = None


class Rate(ClientFrame, tag="rate"):
    message_id: Id
    value: Literal[1, -1, 0]


class Ping(ClientFrame, tag="ping"):
    pass


AccountFrame = Register | Login | Logout | LogoutEverywhere | ChangePassword | ExportMe | EraseMe
AnyClientFrame = Hello | AccountFrame | Say | Stop | Retry | History | Conversations | Search | Open | Rate | Ping


class ServerFrame(msgspec.Struct, kw_only=True, tag_field="type", omit_defaults=True):
    ref: str | None = None


class SessionInfo(msgspec.Struct, kw_only=True):
    id: str
    opened_at: datetime
    resumed: bool


class PersonInfo(msgspec.Struct, kw_only=True, omit_defaults=True):
    id: str
    kind: str
    login: str | None = None


class ConversationInfo(msgspec.Struct, kw_only=True):
    id: str
    last_seq: int


class Limits(msgspec.Struct, kw_only=True):
    """``answers_left_today`` is null when there is no limit."""

    max_text: int
    answers_left_today: int | None


class MessageInfo(msgspec.Struct, kw_only=True, omit_defaults=True):
    id: str
    seq: int
    author: str
    text: str
    at: datetime
    html: str | None = None
    turn_id: str | None = None


class Welcome(ServerFrame, tag="welcome"):
    protocol: int
    token: str
    session: SessionInfo
    person: PersonInfo
    conversation: ConversationInfo
    limits: Limits
    answer_price: str


class SignedIn(ServerFrame, tag="signed_in"):
    token: str
    person: PersonInfo
    conversation: ConversationInfo


class SignedOut(ServerFrame, tag="signed_out"):
    pass


class Exported(ServerFrame, tag="exported"):
    """``next_after`` is there when there is another page."""

    export: ExportInfo
    next_after: str | None = None


class Erased(ServerFrame, tag="erased"):
    pass


class Accepted(ServerFrame, tag="accepted", omit_defaults=False):
    id: str
    message: MessageInfo
    turn_id: str | None


class MessageFrame(ServerFrame, tag="message"):
    message: MessageInfo


class TurnStarted(ServerFrame, tag="turn_started"):
    turn_id: str
    conversation_id: str


class Delta(ServerFrame, tag="delta"):
    turn_id: str
    offset: int
    text: str


class Snapshot(ServerFrame, tag="snapshot"):
    turn_id: str
    text: str


class TurnEnded(ServerFrame, tag="turn_ended"):
    turn_id: str
    state: str
    charged: str
    message: MessageInfo | None = None
    code: str | None = None
    retryable: bool = False


class HistoryFrame(ServerFrame, tag="history"):
    conversation_id: str
    messages: list[MessageInfo]
    more: bool


class ConversationItem(msgspec.Struct, kw_only=True):
    id: str
    title: str
    last_at: datetime
    last_seq: int


class ConversationsFrame(ServerFrame, tag="conversations"):
    items: list[ConversationItem]


class FoundItem(msgspec.Struct, kw_only=True):
    conversation_id: str
    message_id: str
    seq: int
    author: str
    at: datetime
    excerpt: str


class Found(ServerFrame, tag="found"):
    items: list[FoundItem]


class Opened(ServerFrame, tag="opened"):
    conversation: ConversationInfo
    messages: list[MessageInfo]


class Rated(ServerFrame, tag="rated"):
    pass


class Pong(ServerFrame, tag="pong"):
    pass


class ErrorFrame(ServerFrame, tag="error"):
    """``message`` is in the person's language; ``retry_after`` in seconds."""

    code: str
    message: str
    retry_after: float | None = None
