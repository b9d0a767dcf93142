"""Where turns are taken, one at a time: a VK thread, a VK dialog, a chat on the site."""

from dataclasses import dataclass
from datetime import datetime

from domain.channel import Channel
from domain.identifiers import ConversationId, PersonId


@dataclass(frozen=True, slots=True, kw_only=True)
class Conversation:
    """
    ``key`` is unique: two events of one thread find the same conversation by it.

    ``last_seq`` is the number of its last message; 0 when there is none. ``person_id`` is the owner of a
    chat on the site and the partner of a VK dialog; a thread under a post belongs to nobody. While
    ``is_taken_over`` a person of the community speaks there, and the assistant is silent.
    """

    id: ConversationId
    channel: Channel
    key: str
    created_at: datetime
    last_seq: int = 0
    person_id: PersonId | None = None
    is_taken_over: bool = False


def post_key(owner_id: int, post_id: int) -> str:
    return f"vk_post:{owner_id}:{post_id}"


def thread_key(owner_id: int, root_comment_id: int) -> str:
    """Comment ids are unique on a wall, so the post is not part of the key."""
    return f"vk_comment:{owner_id}:{root_comment_id}"


def dialog_key(peer_id: int) -> str:
    return f"vk_message:{peer_id}"


def chat_key(conversation_id: ConversationId) -> str:
    return f"site_chat:{conversation_id}"
