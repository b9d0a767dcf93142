"""Something somebody said in VK, whoever it was and wherever."""

from dataclasses import dataclass
from datetime import datetime

from domain.channel import Channel
from domain.conversation import dialog_key, thread_key
from domain.message import Author, DialogSource, WallSource, comment_natural_key, dialog_natural_key
from domain.occurrence import CommentWritten, CopiedPost, MessageReceived, OwnCommentSeen, OwnMessageSeen


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """
    ``belongs_to_author`` for a dialog, whose conversation is the person's own; ``copied``: posts that it repeats.

    ``by_community``: the community has said it and wants it answered.
    """

    channel: Channel
    conversation_key: str
    natural_key: str
    author: Author
    author_vk_id: int
    text: str
    at: datetime
    source: WallSource | DialogSource
    belongs_to_author: bool = False
    by_community: bool = False
    copied: tuple[CopiedPost, ...] = ()


def said_in_comment(comment: CommentWritten | OwnCommentSeen, *, group_id: int) -> Said:
    author_vk_id = -group_id if isinstance(comment, OwnCommentSeen) else comment.author_vk_id
    return Said(
        channel=Channel.VK_COMMENT,
        conversation_key=thread_key(comment.owner_id, comment.root_id),
        natural_key=comment_natural_key(comment.owner_id, comment.comment_id),
        author=Author.OPERATOR if author_vk_id == -group_id else Author.PERSON,
        author_vk_id=author_vk_id,
        text=comment.text,
        at=comment.at,
        source=WallSource(owner_id=comment.owner_id, post_id=comment.post_id, comment_id=comment.comment_id),
    )


def said_in_dialog(message: MessageReceived | OwnMessageSeen, *, group_id: int) -> Said:
    author_vk_id = -group_id if isinstance(message, OwnMessageSeen) else message.author_vk_id
    return Said(
        channel=Channel.VK_MESSAGE,
        conversation_key=dialog_key(message.peer_id),
        natural_key=dialog_natural_key(message.peer_id, message.number),
        author=Author.OPERATOR if author_vk_id == -group_id else Author.PERSON,
        author_vk_id=author_vk_id,
        text=message.text,
        at=message.at,
        source=DialogSource(peer_id=message.peer_id, message_id=message.message_id),
        belongs_to_author=author_vk_id != -group_id,
    )
