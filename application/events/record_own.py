"""Something the community itself said came back as an event."""

from collections.abc import Sequence
from typing import Final

from application.events.record_from_vk import RecordFromVk, Said
from application.rules import Rules
from domain.channel import Channel
from domain.conversation import dialog_key, post_key, thread_key
from domain.delivery import Delivery
from domain.message import Author, DialogSource, WallSource, comment_natural_key, dialog_natural_key
from domain.occurrence import OwnCommentSeen, OwnMessageSeen
from ports.log import Log
from ports.storage import UnitOfWork

RECENT: Final = 50
"""Deliveries of a conversation that an own event is compared with."""


class RecordOwn:
    """
    - It never starts a turn.
    - It is matched to our deliveries first: what we sent ourselves is recorded already, with its turn.
    - What we did not send was written by a person of the community, and is recorded as theirs.
    """

    def __init__(self, *, record: RecordFromVk, rules: Rules, log: Log) -> None:
        self._record = record
        self._rules = rules
        self._log = log

    async def execute(self, uow: UnitOfWork, seen: OwnCommentSeen | OwnMessageSeen) -> None:
        if isinstance(seen, OwnCommentSeen):
            said, keys = _comment(seen, self._rules.group_id)
        else:
            said, keys = _dialog_message(seen, self._rules.group_id)
        if await self._is_ours(uow, seen, keys):
            self._log.debug("own_message_came_back")
            return
        await self._record.execute(uow, said, answer=False)

    async def _is_ours(self, uow: UnitOfWork, seen: OwnCommentSeen | OwnMessageSeen, keys: Sequence[str]) -> bool:
        if isinstance(seen, OwnMessageSeen) and seen.by_manager:
            return False
        for key in keys:
            conversation = await uow.conversations.find(key)
            if conversation is None:
                continue
            for delivery in await uow.deliveries.recent(conversation.id, limit=RECENT):
                if _matches(delivery, seen):
                    return True
        return False


def _matches(delivery: Delivery, seen: OwnCommentSeen | OwnMessageSeen) -> bool:
    """The event may overtake VK's answer to our call, so the id need not be known yet."""
    if isinstance(seen, OwnMessageSeen):
        return seen.random_id == delivery.random_id or seen.message_id == delivery.effect_id
    if delivery.effect_id is not None:
        return seen.comment_id == delivery.effect_id
    return seen.text.split() == delivery.text.split()


def _comment(seen: OwnCommentSeen, group_id: int) -> tuple[Said, Sequence[str]]:
    said = Said(
        channel=Channel.VK_COMMENT,
        conversation_key=thread_key(seen.owner_id, seen.root_id),
        natural_key=comment_natural_key(seen.owner_id, seen.comment_id),
        author=Author.OPERATOR,
        author_vk_id=-group_id,
        text=seen.text,
        at=seen.at,
        source=WallSource(owner_id=seen.owner_id, post_id=seen.post_id, comment_id=seen.comment_id),
    )
    # An answer to a post is a top-level comment: its delivery belongs to the post's conversation.
    return said, (said.conversation_key, post_key(seen.owner_id, seen.post_id))


def _dialog_message(seen: OwnMessageSeen, group_id: int) -> tuple[Said, Sequence[str]]:
    said = Said(
        channel=Channel.VK_MESSAGE,
        conversation_key=dialog_key(seen.peer_id),
        natural_key=dialog_natural_key(seen.peer_id, seen.number),
        author=Author.OPERATOR,
        author_vk_id=-group_id,
        text=seen.text,
        at=seen.at,
        source=DialogSource(peer_id=seen.peer_id, message_id=seen.message_id),
    )
    return said, (said.conversation_key,)
