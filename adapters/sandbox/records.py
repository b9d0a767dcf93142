from dataclasses import dataclass, field

from adapters.sandbox.format_data import FormatData


@dataclass(frozen=True, slots=True, kw_only=True)
class Post:
    post_id: int
    from_id: int
    text: str
    date: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Comment:
    """`parents_stack` holds the top-level comment of the thread, and is empty for that comment itself."""

    comment_id: int
    post_id: int
    from_id: int
    text: str
    date: int
    parents_stack: tuple[int, ...] = ()
    reply_to_comment: int | None = None
    reply_to_user: int | None = None
    is_deleted: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """`conversation_message_id` counts inside one dialog, `message_id` over all of them."""

    message_id: int
    conversation_message_id: int
    peer_id: int
    from_id: int
    text: str
    date: int
    random_id: int = 0
    format_data: FormatData | None = None

    @property
    def is_outgoing(self) -> bool:
        return self.from_id < 0


@dataclass(slots=True, kw_only=True)
class Dialog:
    """`typing_until` is a Unix time; `read_upto` the last incoming message the community has read."""

    peer_id: int
    messages: list[Message] = field(default_factory=list)
    typing_until: float = 0.0
    read_upto: int = 0

    @property
    def is_unanswered(self) -> bool:
        return bool(self.messages) and not self.messages[-1].is_outgoing

    @property
    def unread(self) -> int:
        return sum(m.message_id > self.read_upto for m in self.messages if not m.is_outgoing)
