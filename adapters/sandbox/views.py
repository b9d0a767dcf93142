"""What the control API shows of the sandbox."""

from typing import Any

import msgspec

from adapters.sandbox.deliveries import Delivery
from adapters.sandbox.people import NAMED, name_of
from adapters.sandbox.records import Comment, Dialog, Message, Post
from adapters.sandbox.sandbox import Sandbox

View = dict[str, Any]


def state_view(sandbox: Sandbox, recent: int | None) -> View:
    """Everything; of each journal only the last `recent` entries, when that is given."""
    community, config = sandbox.community, sandbox.config
    deliveries = sandbox.sender.journal
    return {
        "version": sandbox.version,
        "now": sandbox.clock(),
        "group": {"id": config.group_id, "name": name_of(config.group_id, config.group_id)},
        "people": [{"id": person, "name": name_of(person, config.group_id)} for person in NAMED],
        "posts": [_post(sandbox, post) for post in reversed(community.posts.values())],
        "dialogs": [_dialog(sandbox, dialog) for dialog in community.dialogs.values()],
        "callback": [{"url": s.url, "status": s.status, "title": s.title} for s in sandbox.servers],
        "pending_deliveries": sum(delivery.state == "pending" for delivery in deliveries),
        "deliveries": [delivery_view(delivery) for delivery in deliveries.latest(recent)],
        "api_calls": msgspec.to_builtins(sandbox.api_calls.latest(recent)),
        "faults": msgspec.to_builtins(sandbox.faults.pending()),
        "model": msgspec.to_builtins(sandbox.model_script.pending()),
    }


def delivery_view(delivery: Delivery) -> View:
    return {
        "at": delivery.at,
        "event_id": delivery.event_id,
        "type": delivery.event_type,
        "url": delivery.url,
        "state": delivery.state,
        "object": delivery.object,
        "attempts": msgspec.to_builtins(delivery.attempts),
    }


def _post(sandbox: Sandbox, post: Post) -> View:
    comments = sandbox.community.comments_of(post.post_id)
    return {
        "id": post.post_id,
        "text": post.text,
        "date": post.date,
        "comments": [_comment(sandbox, comment) for comment in comments],
        **_author(sandbox, post.from_id),
    }


def _comment(sandbox: Sandbox, comment: Comment) -> View:
    return {
        "id": comment.comment_id,
        "post_id": comment.post_id,
        "text": comment.text,
        "date": comment.date,
        "parents_stack": list(comment.parents_stack),
        "reply_to_comment": comment.reply_to_comment,
        **_author(sandbox, comment.from_id),
    }


def _dialog(sandbox: Sandbox, dialog: Dialog) -> View:
    return {
        "peer_id": dialog.peer_id,
        "name": name_of(dialog.peer_id, sandbox.config.group_id),
        "typing": dialog.typing_until > sandbox.clock(),
        "messages": [_message(sandbox, message) for message in dialog.messages],
    }


def _message(sandbox: Sandbox, message: Message) -> View:
    return {
        "id": message.message_id,
        "conversation_message_id": message.conversation_message_id,
        "text": message.text,
        "date": message.date,
        "random_id": message.random_id,
        "format_data": msgspec.to_builtins(message.format_data),
        **_author(sandbox, message.from_id),
    }


def _author(sandbox: Sandbox, from_id: int) -> View:
    group_id = sandbox.config.group_id
    author = "community" if from_id == -group_id else "person"
    return {"from_id": from_id, "author": author, "author_name": name_of(from_id, group_id)}
