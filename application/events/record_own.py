"""Something the community itself said came back as an event."""

from collections.abc import Sequence
from typing import Final

from application.conversations.take_over import TakeOver
from application.events.record_from_vk import RecordFromVk
from application.events.said import Said, said_in_comment, said_in_dialog
from application.rules import Rules
from domain.conversation import post_key
from domain.delivery import Delivery, DeliveryState
from domain.occurrence import OwnCommentSeen, OwnMessageSeen
from ports.log import Log
from ports.storage import UnitOfWork

IN_VK: Final = "vk"
"""Who has taken over: a manager, in VK's own interface."""
RECENT: Final = 50
"""Deliveries of a conversation that an own event is compared with."""


class RecordOwn:
    """
    - It never starts a turn.
    - It is matched to our deliveries before anything else, even when it overtakes VK's answer to our call: it proves
      that the delivery is there, and whatever waited for that proof goes on at once.
    - What we did not send was written by a person of the community: it is recorded as theirs, and the conversation is
      theirs too, for a while.
    """

    def __init__(self, *, record: RecordFromVk, take_over: TakeOver, rules: Rules, log: Log) -> None:
        self._record = record
        self._take_over = take_over
        self._rules = rules
        self._log = log

    async def execute(self, uow: UnitOfWork, seen: OwnCommentSeen | OwnMessageSeen) -> None:
        if isinstance(seen, OwnCommentSeen):
            said, keys = _comment(seen, self._rules.group_id)
        else:
            said, keys = _dialog_message(seen, self._rules.group_id)
        ours = await self._find_ours(uow, seen, keys)
        if ours is None:
            await self._record_managers(uow, said)
        elif ours.state is not DeliveryState.SENT:
            self._log.info("delivery_confirmed_by_event", delivery=str(ours.id), part=ours.part)
            await uow.deliveries.save(ours.succeeded(_effect_id(seen)))
            await uow.turns.wake(ours.turn_id)

    async def _record_managers(self, uow: UnitOfWork, said: Said) -> None:
        if not await self._record.execute(uow, said, answer=False):
            return
        conversation = await uow.conversations.find(said.conversation_key)
        if conversation is not None:
            await self._take_over.begin(uow, conversation.id, by=IN_VK)
            self._log.info("conversation_taken_over", conversation=str(conversation.id), by=IN_VK)

    async def _find_ours(
        self, uow: UnitOfWork, seen: OwnCommentSeen | OwnMessageSeen, keys: Sequence[str]
    ) -> Delivery | None:
        if isinstance(seen, OwnMessageSeen) and seen.by_manager:
            return None
        found: list[Delivery] = []
        for key in keys:
            conversation = await uow.conversations.find(key)
            if conversation is not None:
                found.extend(reversed(await uow.deliveries.recent(conversation.id, limit=RECENT)))
        # By its id first; then the oldest: of two equal texts the first was sent first.
        known = (each for each in found if _is(each, seen))
        return next(known, None) or next((each for each in found if _reads_like(each, seen)), None)


def _effect_id(seen: OwnCommentSeen | OwnMessageSeen) -> int:
    return seen.comment_id if isinstance(seen, OwnCommentSeen) else seen.message_id


def _is(delivery: Delivery, seen: OwnCommentSeen | OwnMessageSeen) -> bool:
    is_keyed = isinstance(seen, OwnMessageSeen) and seen.random_id == delivery.random_id
    return is_keyed or _effect_id(seen) == delivery.effect_id


def _reads_like(delivery: Delivery, seen: OwnCommentSeen | OwnMessageSeen) -> bool:
    """The event may overtake VK's answer to our call: then the comment's id is not known yet."""
    return isinstance(seen, OwnCommentSeen) and delivery.may_be_there and seen.text.split() == delivery.text.split()


def _comment(seen: OwnCommentSeen, group_id: int) -> tuple[Said, Sequence[str]]:
    said = said_in_comment(seen, group_id=group_id)
    # An answer to a post is a top-level comment: its delivery belongs to the post's conversation.
    return said, (said.conversation_key, post_key(seen.owner_id, seen.post_id))


def _dialog_message(seen: OwnMessageSeen, group_id: int) -> tuple[Said, Sequence[str]]:
    said = said_in_dialog(seen, group_id=group_id)
    return said, (said.conversation_key,)
