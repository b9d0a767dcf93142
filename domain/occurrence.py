"""What happened in the community, read from an event: VK's shapes stay in the adapter that reads them."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class CommentWritten:
    """``root_id`` is the top-level comment of the thread: the comment itself when it is one."""

    owner_id: int
    post_id: int
    comment_id: int
    root_id: int
    author_vk_id: int
    text: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class CopiedPost:
    """A post that another one repeats."""

    text: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class PostPublished:
    """
    ``is_open`` tells whether it can be commented; a suggested post cannot, it is not public yet.

    ``copied`` are the posts it repeats, the nearest first.
    """

    owner_id: int
    post_id: int
    author_vk_id: int
    text: str
    at: datetime
    is_open: bool
    copied: tuple[CopiedPost, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageReceived:
    """``number`` is VK's conversation_message_id, or the message id where that is missing."""

    peer_id: int
    number: int
    message_id: int
    author_vk_id: int
    text: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnCommentSeen:
    """A comment by the community: ours coming back, or a manager's."""

    owner_id: int
    post_id: int
    comment_id: int
    root_id: int
    text: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnMessageSeen:
    """A message by the community; ``by_manager`` when VK names the person who wrote it."""

    peer_id: int
    number: int
    message_id: int
    random_id: int
    text: str
    at: datetime
    by_manager: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class CommentChanged:
    """``now`` is the comment as it stands after an edit, or back on the wall when ``is_restored``."""

    now: CommentWritten | OwnCommentSeen
    is_restored: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class CommentDeleted:
    owner_id: int
    comment_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageChanged:
    """``now`` is the message as it stands after an edit; VK tells of those by the community."""

    now: MessageReceived | OwnMessageSeen


@dataclass(frozen=True, slots=True, kw_only=True)
class NothingToAnswer:
    """An event that is kept and needs no more; ``why`` goes to the log."""

    why: str


Occurrence = (
    CommentWritten
    | PostPublished
    | MessageReceived
    | OwnCommentSeen
    | OwnMessageSeen
    | CommentChanged
    | CommentDeleted
    | MessageChanged
    | NothingToAnswer
)


def place_of(occurrence: Occurrence) -> str | None:
    """
    Where it happened: what happened in one place is understood in its order, other places at the same time.

    None is what may touch any place: that is understood by itself, after what came before it.
    """
    match occurrence:
        case CommentWritten(owner_id=owner_id, root_id=root_id) | OwnCommentSeen(owner_id=owner_id, root_id=root_id):
            return f"thread:{owner_id}:{root_id}"
        case MessageReceived(peer_id=peer_id) | OwnMessageSeen(peer_id=peer_id):
            return f"dialog:{peer_id}"
        case CommentChanged(now=now) | MessageChanged(now=now):
            return place_of(now)
        case NothingToAnswer():
            return "nowhere"
        case PostPublished() | CommentDeleted():
            return None


def is_apart(occurrence: Occurrence) -> bool:
    """Whether those of several places have no row in common: comments of several threads; the rest may touch any."""
    return isinstance(occurrence, CommentWritten)
