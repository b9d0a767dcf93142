"""VK's callback events (and long poll updates, which are the same) as what happened in the community."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any, Final

from adapters.outbound.storable_text import storable
from adapters.outbound.vk_wire import (
    DialogMessage,
    parse_comment,
    parse_copies,
    parse_deleted_comment,
    parse_message,
    parse_object,
    parse_post,
)
from domain.event import Event
from domain.occurrence import (
    CommentChanged,
    CommentDeleted,
    CommentWritten,
    CopiedPost,
    MessageChanged,
    MessageReceived,
    NothingToAnswer,
    Occurrence,
    OwnCommentSeen,
    OwnMessageSeen,
    PostPublished,
)
from ports.event_reader import UnreadableEventError

_FIRST_CHAT: Final = 2_000_000_000
"""Peers from here on are chats of several people."""

_LAST_SECOND: Final = 253_402_300_799
"""The end of year 9999: what a datetime and every database can hold."""


class VkEventReader:
    """
    Reads the events of one community.

    The community's own writing has ``from_id`` −group; one integration reports +group in comments, and a loop with
    ourselves costs more than one unanswered person of that id, so both count as own.
    """

    def __init__(self, group_id: int) -> None:
        self._own = {group_id, -group_id}
        self._owner_id = -group_id
        self._readers: dict[str, Callable[[dict[str, Any], datetime], Occurrence]] = {
            "wall_reply_new": self._read_comment,
            "wall_reply_edit": self._read_edited_comment,
            "wall_reply_restore": self._read_restored_comment,
            "wall_reply_delete": self._read_deleted_comment,
            "wall_post_new": self._read_post,
            "message_new": self.read_message,
            "message_reply": self._read_own_message,
            "message_edit": self._read_edited_message,
        }

    @property
    def types(self) -> frozenset[str]:
        """VK's types of the events that are used; every other needs no answer."""
        return frozenset(self._readers)

    def read(self, event: Event) -> Occurrence:
        read = self._readers.get(event.type)
        if read is None:
            return NothingToAnswer(why=f"{storable(event.type)[:60]} needs no answer")
        content = parse_object(event.body)
        # An outdated version set on the callback server: VK sends this instead of what happened.
        warning = content.get("warning")
        if isinstance(warning, str) and "id" not in content and "message" not in content:
            return NothingToAnswer(why=f"VK sent a warning instead: {storable(warning)[:200]}")
        return read(content, event.received_at)

    def _read_comment(self, content: dict[str, Any], received_at: datetime) -> Occurrence:
        comment = parse_comment(content)
        if comment.deleted:
            return NothingToAnswer(why="the comment is already deleted")
        owner_id = comment.owner_id or comment.post_owner_id or self._owner_id
        text = storable(comment.text or "")
        at = _moment(comment.date, received_at)
        if comment.from_id in self._own:
            return OwnCommentSeen(
                owner_id=owner_id,
                post_id=comment.post_id,
                comment_id=comment.id,
                root_id=comment.root_id,
                text=text,
                at=at,
            )
        if comment.from_id <= 0:
            return NothingToAnswer(why="a comment by another community")
        return CommentWritten(
            owner_id=owner_id,
            post_id=comment.post_id,
            comment_id=comment.id,
            root_id=comment.root_id,
            author_vk_id=comment.from_id,
            text=text,
            at=at,
        )

    def _read_edited_comment(self, content: dict[str, Any], received_at: datetime) -> Occurrence:
        return _changed_comment(self._read_comment(content, received_at), is_restored=False)

    def _read_restored_comment(self, content: dict[str, Any], received_at: datetime) -> Occurrence:
        return _changed_comment(self._read_comment(content, received_at), is_restored=True)

    def _read_deleted_comment(self, content: dict[str, Any], _received_at: datetime) -> Occurrence:
        comment = parse_deleted_comment(content)
        return CommentDeleted(owner_id=comment.owner_id or self._owner_id, comment_id=comment.id)

    def _read_post(self, content: dict[str, Any], received_at: datetime) -> Occurrence:
        post = parse_post(content)
        if post.is_deleted:
            return NothingToAnswer(why="the post is already deleted")
        if post.post_type == "reply":
            # A comment in the shape of a post; it also comes as wall_reply_new.
            return NothingToAnswer(why="a post of type reply is a comment")
        author = self._owner_id if post.from_id in self._own else post.from_id
        if author <= 0 and author != self._owner_id:
            return NothingToAnswer(why="a post by another community")
        return PostPublished(
            owner_id=post.owner_id or self._owner_id,
            post_id=post.id,
            author_vk_id=author,
            text=storable(post.text or ""),
            at=_moment(post.date, received_at),
            is_open=post.is_open,
            copied=tuple(
                CopiedPost(text=storable(copy.text or ""), at=_moment(copy.date, received_at))
                for copy in parse_copies(post)
            ),
        )

    def read_message(self, content: dict[str, Any], received_at: datetime) -> Occurrence:
        """Read a message that is not ours: of an event, or of a dialog. Raises UnreadableEventError."""
        message = parse_message(content)
        refusal = self._why_not_answered(message)
        if refusal is not None:
            return NothingToAnswer(why=refusal)
        return MessageReceived(
            peer_id=message.peer_id,
            number=_number(message),
            message_id=message.id or 0,
            author_vk_id=message.from_id,
            text=storable(message.text or ""),
            at=_moment(message.date, received_at),
        )

    def _read_edited_message(self, content: dict[str, Any], received_at: datetime) -> Occurrence:
        message = parse_message(content)
        is_own = bool(message.out) or message.from_id == self._owner_id
        now = (self._read_own_message if is_own else self.read_message)(content, received_at)
        return MessageChanged(now=now) if isinstance(now, MessageReceived | OwnMessageSeen) else now

    def _why_not_answered(self, message: DialogMessage) -> str | None:
        if message.peer_id >= _FIRST_CHAT:
            return "a message in a chat of several people"
        if message.out or message.from_id == self._owner_id:
            return "a message by the community itself"
        if message.action is not None:
            return "a service message"
        if message.from_id <= 0 or message.from_id != message.peer_id:
            return "not a person's direct message"
        return None

    @staticmethod
    def _read_own_message(content: dict[str, Any], received_at: datetime) -> Occurrence:
        message = parse_message(content)
        if message.peer_id >= _FIRST_CHAT:
            return NothingToAnswer(why="a message in a chat of several people")
        return OwnMessageSeen(
            peer_id=message.peer_id,
            number=_number(message),
            message_id=message.id or 0,
            random_id=message.random_id or 0,
            text=storable(message.text or ""),
            at=_moment(message.date, received_at),
            by_manager=bool(message.admin_author_id),
        )


def _changed_comment(now: Occurrence, *, is_restored: bool) -> Occurrence:
    if isinstance(now, CommentWritten | OwnCommentSeen):
        return CommentChanged(now=now, is_restored=is_restored)
    return now


def _number(message: DialogMessage) -> int:
    if not message.number:
        raise UnreadableEventError("message: neither conversation_message_id nor id")
    return message.number


def _moment(seconds: int | None, fallback: datetime) -> datetime:
    if seconds is None or not 0 < seconds <= _LAST_SECOND:
        return fallback
    return datetime.fromtimestamp(seconds, UTC)
