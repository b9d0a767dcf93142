"""The bodies of the control API. `extra` is laid over the object of the event, for shapes seldom seen."""

from typing import Annotated, Any, Literal

import msgspec

UserId = Annotated[int, msgspec.Meta(gt=0)]


class _Body(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    pass


class NewPost(_Body):
    """`from_id` absent: the community itself."""

    text: str
    from_id: int | None = None
    extra: dict[str, Any] = {}


class NewComment(_Body):
    post_id: int
    text: str
    from_id: int
    reply_to_comment: int | None = None
    extra: dict[str, Any] = {}


class CommentChange(_Body):
    """What becomes of a comment; `text` is for an edit."""

    comment_id: int
    kind: Literal["edit", "delete", "restore"]
    text: str = ""


class NewMessage(_Body):
    """`extra` goes into the object's `message`."""

    from_id: UserId
    text: str
    extra: dict[str, Any] = {}


class CallbackTarget(_Body):
    """`confirm` asks the receiver for the confirmation string first, as VK does."""

    url: Annotated[str, msgspec.Meta(pattern="^https?://")] | None
    secret: str | None = None
    confirm: bool = False
