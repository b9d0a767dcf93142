"""The objects that VK puts into its events and answers, API version 5.199."""

from typing import TypeAlias

import msgspec

from adapters.sandbox.community import Community
from adapters.sandbox.records import Comment, Message, Post

API_VERSION = "5.199"

ADMIN_ID = 100200300

VkObject: TypeAlias = dict[str, object]

_CLIENT_INFO: VkObject = {
    "button_actions": [
        "text",
        "vkpay",
        "open_app",
        "location",
        "open_link",
        "open_photo",
        "callback",
        "intent_subscribe",
        "intent_unsubscribe",
    ],
    "keyboard": True,
    "inline_keyboard": True,
    "carousel": True,
    "lang_id": 0,
}


def post_object(post: Post, community: Community) -> VkObject:
    return {
        "inner_type": "wall_wallpost",
        "donut": {"is_donut": False},
        "comments": {"count": len(community.comments_of(post.post_id))},
        "marked_as_ads": 0,
        "type": "post",
        "attachments": [],
        "date": post.date,
        "from_id": post.from_id,
        "id": post.post_id,
        "owner_id": community.owner_id,
        "post_type": "post",
        "text": post.text,
        "can_edit": 1,
        "can_delete": 1,
        "created_by": post.from_id if post.from_id > 0 else ADMIN_ID,
    }


def comment_object(comment: Comment, community: Community) -> VkObject:
    shape: VkObject = {
        "id": comment.comment_id,
        "from_id": comment.from_id,
        "date": comment.date,
        "text": comment.text,
        "post_id": comment.post_id,
        "owner_id": community.owner_id,
        "parents_stack": list(comment.parents_stack),
        "post_owner_id": community.owner_id,
    }
    if comment.reply_to_comment is None:
        shape["thread"] = {"count": community.replies_below(comment.comment_id)}
    else:
        shape["reply_to_user"] = comment.reply_to_user
        shape["reply_to_comment"] = comment.reply_to_comment
    return shape


def deleted_comment_object(comment: Comment, community: Community) -> VkObject:
    return {
        "owner_id": community.owner_id,
        "id": comment.comment_id,
        "user_id": comment.from_id,
        "deleter_id": comment.from_id,
        "post_id": comment.post_id,
    }


def message_object(message: Message) -> VkObject:
    marked = {} if message.format_data is None else {"format_data": msgspec.to_builtins(message.format_data)}
    return {
        "date": message.date,
        "from_id": message.from_id,
        "id": message.message_id,
        "version": 10_000_000 + message.conversation_message_id,
        "out": int(message.is_outgoing),
        "fwd_messages": [],
        "important": False,
        "is_hidden": False,
        "attachments": [],
        "conversation_message_id": message.conversation_message_id,
        "text": message.text,
        "peer_id": message.peer_id,
        "random_id": message.random_id,
    } | marked


def message_new_object(message: Message) -> VkObject:
    """An incoming message is wrapped, an outgoing one (`message_reply`) is not."""
    return {"message": message_object(message), "client_info": _CLIENT_INFO}
