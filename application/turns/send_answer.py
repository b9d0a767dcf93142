"""Send a stored answer to VK, part by part, through the send ledger."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from application.answering.why_silent import why_silent
from application.turns.delivery_failure import DeliveryFailure
from application.turns.give_up_turn import GiveUpTurn
from application.turns.lock_turn import lock_turn
from application.turns.prepare_deliveries import PrepareDeliveries
from application.turns.settle_turn import Settled, SettleTurn
from domain.community import CommunityError
from domain.conversation import Conversation
from domain.delivery import CommentTarget, Delivery, DeliveryState, DialogTarget, NextStep
from domain.turn import ClaimedTurn, Reason, Turn
from ports.community import Community
from ports.storage import Lane, Storage, UnitOfWork

VK: Final = "vk"
"""Key of the stop that holds back everything that is sent to VK."""
PROBE: Final = timedelta(seconds=30)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sending:
    """What to do next with a part of the turn's answer, outside the transaction that decided it."""

    turn: Turn
    step: NextStep
    delivery: Delivery


Done = Sending | Settled | Turn | None
"""What has become of a turn by a step: None when it is left for later."""


class SendAnswer:
    """
    - A call is committed before it is made, with its key; what is known to be sent is not sent again.
    - Of a message whose outcome is unknown the same call is made again, as long as VK remembers its key; after that
      it is looked for in the dialog's history first.
    - A comment whose outcome is unknown is waited for: its own event tells. Then it is sent once more with the same
      key, then left unconfirmed: its hold stays, its conversation is free, a late event settles it, or the owner
      decides.
    - Where a person of the community speaks by then, or when the owner has stopped answering, an answer of which VK can
      have nothing yet is declined: the check and the delivery row of its first call are one transaction.
    - The outcome of the last part is stored in the transaction that settles the turn.
    - While everything is stopped, nothing is called and nothing is lost.
    """

    def __init__(
        self,
        *,
        storage: Storage,
        community: Community,
        prepare: PrepareDeliveries,
        failure: DeliveryFailure,
        settle: SettleTurn,
        give_up: GiveUpTurn,
        confirm_seconds: float,
    ) -> None:
        self._storage = storage
        self._community = community
        self._prepare = prepare
        self._failure = failure
        self._settle = settle
        self._give_up = give_up
        self._confirm = timedelta(seconds=confirm_seconds)

    async def execute(self, claimed: ClaimedTurn, *, begun: Sending | None = None) -> Settled | Turn | None:
        """
        Return the turn, settled, failed or declined; None when it was put off or parked.

        ``begun`` is what ``begin`` decided, committed by now. Raises LeaseLostError, StorageUnavailableError.
        """
        decided = await self._next(claimed, None) if begun is None else begun
        while isinstance(decided, Sending):
            try:
                done = await self._do(decided)
            except CommunityError as error:
                was_called = decided.step is NextStep.CALL
                return await self._failure.after(claimed, decided.delivery, error, was_called=was_called)
            decided = await self._next(claimed, done)
        if isinstance(decided, Settled):
            self._settle.tell(decided)
        return decided

    async def begin(self, uow: UnitOfWork, claimed: ClaimedTurn, conversation: Conversation, stored: Turn) -> Done:
        """
        Find what comes first, in a transaction that has locked the conversation and the turn.

        A turn that is declined or put off is stored with it; else that is left to the caller.
        """
        return await self._decide(uow, claimed, conversation, stored, done=None)

    async def _next(self, claimed: ClaimedTurn, done: Delivery | None) -> Done:
        conversation_id = claimed.turn.conversation_id
        return await self._storage.run_among(
            Lane.ANSWERED, conversation_id, lambda uow: self._go_on(uow, claimed, done)
        )

    async def _go_on(self, uow: UnitOfWork, claimed: ClaimedTurn, done: Delivery | None) -> Done:
        """Store what was done and find what comes next, in one transaction."""
        conversation, stored = await lock_turn(uow, claimed)
        if done is not None:
            await uow.deliveries.save(done)
            await uow.halts.clear(VK)
        return await self._decide(uow, claimed, conversation, stored, done=done)

    async def _decide(
        self, uow: UnitOfWork, claimed: ClaimedTurn, conversation: Conversation, stored: Turn, *, done: Delivery | None
    ) -> Done:
        deliveries = await self._prepare.execute(uow, stored)
        if not stored.is_free and not any(each.was_called for each in deliveries):
            silent = await why_silent(uow, conversation)
            if silent is not None:
                return await self._decline(uow, claimed, stored, silent)
        waiting = [each for each in deliveries if each.state is not DeliveryState.SENT]
        if not waiting:
            return await self._settle.within(uow, stored, lease=claimed.lease)
        stopped = None if done is not None else await uow.halts.remaining(VK, probe=PROBE)
        if stopped is not None:
            await uow.turns.postpone(stored, lease=claimed.lease, after=stopped)
            return None
        since = conversation.last_seq - (stored.input_upto_seq or 0)
        return await self._begin(uow, claimed, stored, waiting[0], messages_since=since)

    async def _decline(self, uow: UnitOfWork, claimed: ClaimedTurn, stored: Turn, reason: Reason) -> Turn:
        declined = stored.decline(reason)
        await self._give_up.execute(uow, declined, lease=claimed.lease)
        return declined

    async def _begin(
        self, uow: UnitOfWork, claimed: ClaimedTurn, stored: Turn, delivery: Delivery, *, messages_since: int
    ) -> Sending | None:
        step = delivery.next_step(confirm=self._confirm, messages_since=messages_since)
        if step is NextStep.WAIT:
            rest = self._confirm - (delivery.age or timedelta())
            await uow.turns.postpone(stored, lease=claimed.lease, after=rest)
            return None
        if step is NextStep.LEAVE_UNCONFIRMED:
            await self._failure.park(uow, claimed, stored, delivery, Reason.DELIVERY_UNCONFIRMED)
            return None
        if step is NextStep.CALL:
            delivery = await uow.deliveries.begin_call(delivery)
        return Sending(turn=stored, step=step, delivery=delivery)

    async def _do(self, decided: Sending) -> Delivery:
        """Raises CommunityError."""
        delivery, target = decided.delivery, decided.delivery.target
        if isinstance(target, CommentTarget):
            return delivery.succeeded(await self._community.create_comment(target, delivery.text, guid=delivery.guid))
        if decided.step is NextStep.LOOK_UP:
            return await self._look_up(delivery, target)
        return delivery.succeeded(
            await self._community.send_message(
                target, delivery.text, random_id=delivery.random_id, spans=delivery.spans
            )
        )

    async def _look_up(self, delivery: Delivery, target: DialogTarget) -> Delivery:
        found = await self._community.find_message(target, random_id=delivery.random_id)
        return delivery.forgotten() if found is None else delivery.succeeded(found)
