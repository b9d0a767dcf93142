"""The deadlines that a message is said among: those of its conversation, and of the post above a thread."""

from collections.abc import Sequence
from typing import Final

from domain.conversation import post_key
from domain.message import Message, WallSource
from domain.stored_deadline import StoredDeadline
from ports.storage import UnitOfWork

_FIRST: Final = 2
"""A number just above that of a conversation's first message."""


async def post_above(uow: UnitOfWork, comment: Message) -> Message | None:
    """The post that a comment hangs under, if we saw it."""
    if not isinstance(comment.source, WallSource) or comment.source.comment_id == 0:
        return None
    conversation = await uow.conversations.find(post_key(comment.source.owner_id, comment.source.post_id))
    if conversation is None:
        return None
    first = await uow.messages.before(conversation.id, seq=_FIRST, limit=1)
    return first[0] if first else None


async def deadlines_around(uow: UnitOfWork, message: Message, post: Message | None) -> Sequence[StoredDeadline]:
    """Live ones, earliest first; ``post`` is the one above the message."""
    where = [message.conversation_id, *([] if post is None else [post.conversation_id])]
    return await uow.deadlines.of_conversations(where)
