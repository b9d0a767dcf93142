"""
The parts of VK's event objects that matter here.

Fields, types and which may be missing: VK's callback schema 5.199 and payloads seen in the wild since 5.81. What is not
declared is ignored whatever it is; what may be odd without harm is `Any`. VK adds enum values without a new version,
so enums are strings.
"""

import json
from contextlib import suppress
from typing import Annotated, Any, Final, TypeVar

from msgspec import Meta, Struct, ValidationError, convert

from ports.event_reader import UnreadableEventError

Id = Annotated[int, Meta(ge=1, le=2**63 - 1)]
OwnerId = Annotated[int, Meta(ge=-(2**63 - 1), le=2**63 - 1)]
"""A person's id, or a community's with a minus."""

OptionalId = Annotated[int, Meta(ge=0, le=2**63 - 1)] | None
"""VK writes "none" as null, as 0 and by leaving the field out."""

_UNPUBLISHED: Final = frozenset({"suggest", "postpone"})
_NO: Final = frozenset({0, "0", "false"})


class WallComment(Struct, kw_only=True):
    id: Id
    from_id: OwnerId
    post_id: Id
    owner_id: OwnerId | None = None
    post_owner_id: OwnerId | None = None
    text: str | None = None
    date: int | None = None
    parents_stack: list[Id] | None = None
    reply_to_comment: OptionalId = None
    deleted: Any = None

    @property
    def root_id(self) -> int:
        """The top-level comment; versions without ``parents_stack`` name only the comment that was replied to."""
        return (self.parents_stack or [self.reply_to_comment or self.id])[0]


class WallPost(Struct, kw_only=True):
    id: Id
    from_id: OwnerId
    owner_id: OwnerId | None = None
    text: str | None = None
    date: int | None = None
    post_type: Any = None
    comments: Any = None
    is_deleted: Any = None
    copy_history: Any = None

    @property
    def is_open(self) -> bool:
        if isinstance(self.post_type, str) and self.post_type in _UNPUBLISHED:
            return False
        can_post = self.comments.get("can_post") if isinstance(self.comments, dict) else None
        # Whatever else stands there, or nothing at all, is no word that comments are closed.
        return not (isinstance(can_post, int | str) and can_post in _NO)


class CopiedPart(Struct, kw_only=True):
    """A post inside another one's ``copy_history``."""

    text: str | None = None
    date: int | None = None


class DeletedComment(Struct, kw_only=True):
    id: Id
    owner_id: OwnerId | None = None


class DialogMessage(Struct, kw_only=True):
    peer_id: OwnerId
    from_id: OwnerId
    id: OptionalId = None
    conversation_message_id: OptionalId = None
    text: str | None = None
    date: int | None = None
    out: int | bool | None = None
    action: Any = None
    random_id: OwnerId | None = None
    admin_author_id: OptionalId = None

    @property
    def number(self) -> int:
        """Of the message in its dialog; 0 when VK gave neither this number nor an id."""
        return self.conversation_message_id or self.id or 0


_Shape = TypeVar("_Shape", WallComment, WallPost, CopiedPart, DeletedComment, DialogMessage)


def parse_object(body: bytes) -> dict[str, Any]:
    """
    The event's ``object``.

    The standard parser is taken because msgspec's refuses half a surrogate pair, which is what half an emoji in a
    comment arrives as.
    """
    try:
        envelope = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise UnreadableEventError("the body is not JSON") from error
    if not isinstance(envelope, dict):
        raise UnreadableEventError("the body is not a JSON object")
    content = envelope.get("object")
    if not isinstance(content, dict):
        raise UnreadableEventError("object: missing" if content is None else "object: not a JSON object")
    return content


def parse_comment(content: dict[str, Any]) -> WallComment:
    return _parse(content, WallComment, "object")


def parse_deleted_comment(content: dict[str, Any]) -> DeletedComment:
    return _parse(content, DeletedComment, "object")


def parse_post(content: dict[str, Any]) -> WallPost:
    return _parse(content, WallPost, "object")


def parse_copies(post: WallPost) -> list[CopiedPart]:
    """The posts it repeats, the nearest first; what is odd among them is passed over: the post itself matters."""
    copies: list[CopiedPart] = []
    for part in post.copy_history if isinstance(post.copy_history, list) else []:
        with suppress(UnreadableEventError):
            copies.append(_parse(part, CopiedPart, "object.copy_history"))
    return copies


def parse_message(content: dict[str, Any]) -> DialogMessage:
    """Since 5.103 ``message_new`` nests the message; before, and in ``message_reply``, the object is the message."""
    nested = content.get("message")
    if nested is None:
        return _parse(content, DialogMessage, "object")
    return _parse(nested, DialogMessage, "object.message")


def _parse(content: Any, shape: type[_Shape], where: str) -> _Shape:
    try:
        # Not strict: ids arrive as strings from some versions.
        return convert(content, shape, strict=False)
    except (ValidationError, RecursionError) as error:
        what, _, path = str(error).partition(" - at `$")
        raise UnreadableEventError(f"{where}{path.rstrip('`')}: {what}") from error
