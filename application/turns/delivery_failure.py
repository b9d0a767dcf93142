"""A call to VK did not succeed: what now."""

from datetime import timedelta
from typing import Final

from application.turns.give_up_turn import GiveUpTurn
from domain.backoff import delay
from domain.community import CommunityError, Remedy
from domain.delivery import CommentTarget, Delivery, DeliveryState
from domain.turn import ClaimedTurn, Reason, Turn
from ports.log import Log
from ports.metrics import Metrics
from ports.randomness import Randomness
from ports.storage import Storage, UnitOfWork

VK: Final = "vk"
MOST_TRIES: Final = 30
FIRST_WAITS: Final = {Remedy.RETRY: 1.0, Remedy.PAUSE_CONVERSATION: 300.0, Remedy.HALT: 60.0}
LONGEST_WAITS: Final = {Remedy.RETRY: 300.0, Remedy.PAUSE_CONVERSATION: 3600.0, Remedy.HALT: 600.0}
"""Seconds before the same call is made again."""


class DeliveryFailure:
    """
    - What an error means stands in one table (domain.community).
    - Bold words and links that VK does not understand are left out, and the text is sent without them.
    - A refused call gives the hold back; one whose outcome stays unknown keeps it.
    - A dead token stops everything that is sent to VK; the queue is kept. The stop is what the owner is told of.
    """

    def __init__(
        self,
        *,
        storage: Storage,
        give_up: GiveUpTurn,
        randomness: Randomness,
        metrics: Metrics,
        log: Log,
        confirm_seconds: float,
    ) -> None:
        self._storage = storage
        self._give_up = give_up
        self._randomness = randomness
        self._metrics = metrics
        self._log = log
        self._confirm_seconds = confirm_seconds

    async def after(
        self, claimed: ClaimedTurn, delivery: Delivery, error: CommunityError, *, was_called: bool
    ) -> Turn | None:
        """
        Return the failed turn, or None when it was put off or parked.

        ``was_called`` is False when it was only looked for: whatever came of that, it may be there.
        """
        self._metrics.community_failed(error.code)
        # While everything is stopped no try of this answer is used up.
        counts = error.remedy is not Remedy.HALT
        unknown = error.outcome_unknown or not was_called
        failed = delivery.failed(_reason(error), unknown=unknown, counts=counts)
        self._log.warning(
            "delivery_failed",
            method=error.method,
            code=error.code,
            detail=error.detail,
            remedy=error.remedy,
            tries=failed.tries,
        )
        return await self._storage.run(lambda uow: self._record(uow, claimed, failed, error))

    async def park(self, uow: UnitOfWork, claimed: ClaimedTurn, turn: Turn, delivery: Delivery, reason: Reason) -> None:
        """Leave it to a late event or to the owner; the hold stays, the conversation is free."""
        unconfirmed = delivery.left_unconfirmed()
        await uow.deliveries.save(unconfirmed)
        await uow.turns.park(turn.waits_for(reason), lease=claimed.lease)
        self._log.warning("delivery_unconfirmed", part=delivery.part, tries=delivery.tries)

    async def _record(
        self, uow: UnitOfWork, claimed: ClaimedTurn, failed: Delivery, error: CommunityError
    ) -> Turn | None:
        await uow.conversations.lock(claimed.turn.conversation_id)
        stored = await uow.turns.lock_for_step(claimed.turn.id, lease=claimed.lease)
        saved = await uow.deliveries.save(failed)
        if saved.state is DeliveryState.SENT:
            # Its own event has told that it is there: go on with the next part at once.
            await uow.turns.postpone(stored, lease=claimed.lease, after=timedelta())
            return None
        if saved.spans and error.is_malformed and saved.open_calls == 0:
            self._log.warning("delivery_unmarked", part=saved.part, code=error.code)
            await uow.deliveries.save(saved.unmarked())
            await uow.turns.postpone(stored, lease=claimed.lease, after=timedelta())
            return None
        is_over = error.remedy is Remedy.GIVE_UP or saved.tries >= MOST_TRIES
        if is_over and saved.open_calls == 0:
            return await self._refuse(uow, claimed, stored, saved, error)
        if is_over:
            await self.park(uow, claimed, stored, saved, Reason.DELIVERY_UNCONFIRMED)
            return None
        wait = await self._halt(uow, error) if error.remedy is Remedy.HALT else self._wait(saved, error)
        await uow.turns.postpone(stored, lease=claimed.lease, after=wait)
        return None

    async def _refuse(
        self, uow: UnitOfWork, claimed: ClaimedTurn, stored: Turn, delivery: Delivery, error: CommunityError
    ) -> Turn:
        await uow.deliveries.save(delivery.refused())
        ended = stored.fail(f"{Reason.DELIVERY_REFUSED}:{error.code}")
        await self._give_up.execute(uow, ended, lease=claimed.lease)
        return ended

    def _wait(self, delivery: Delivery, error: CommunityError) -> timedelta:
        if error.outcome_unknown and isinstance(delivery.target, CommentTarget):
            return timedelta(seconds=self._confirm_seconds)
        return self._growing(error.remedy, delivery.tries)

    async def _halt(self, uow: UnitOfWork, error: CommunityError) -> timedelta:
        wait = self._growing(Remedy.HALT, await uow.halts.times(VK) + 1)
        if await uow.halts.halt(VK, reason=_reason(error), wait=wait):
            self._log.error("vk_halted", code=error.code, detail=error.detail)
        return wait

    def _growing(self, remedy: Remedy, tries: int) -> timedelta:
        spread = self._randomness.fraction()
        return timedelta(seconds=delay(tries, first=FIRST_WAITS[remedy], most=LONGEST_WAITS[remedy], spread=spread))


def _reason(error: CommunityError) -> str:
    return "no_answer" if error.code is None else f"vk_error_{error.code}"
