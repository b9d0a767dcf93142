"""Send a stored answer to VK, part by part, through the send ledger."""

from dataclasses import replace
from datetime import timedelta
from typing import Final

from application.turns.give_up_turn import GiveUpTurn
from application.turns.prepare_deliveries import PrepareDeliveries
from domain.backoff import delay
from domain.community import CommunityError, Remedy
from domain.delivery import CommentTarget, Delivery, DeliveryState
from domain.turn import ClaimedTurn, Reason, Turn
from ports.community import Community
from ports.log import Log
from ports.metrics import Metrics
from ports.randomness import Randomness
from ports.storage import Storage, UnitOfWork

MOST_TRIES: Final = 12
FIRST_WAITS: Final = {Remedy.RETRY: 1.0, Remedy.PAUSE_CONVERSATION: 300.0, Remedy.HALT: 60.0}
LONGEST_WAITS: Final = {Remedy.RETRY: 300.0, Remedy.PAUSE_CONVERSATION: 3600.0, Remedy.HALT: 600.0}
"""Seconds before the same call is made again."""
MOST_COUNTED_HALTS: Final = 5
"""After as many the wait is the longest; more are not counted, so that a mended token finds tries left."""


class SendAnswer:
    """
    - A part's row, with its key, is committed before its call; a part that is known to be sent is not sent again.
    - What an error means stands in one table (domain.community).
    - A call whose outcome stays unknown keeps its hold; a refused one gives it back.
    - A dead token costs no answer: those wait, without a bound, for the owner to mend it.
    """

    def __init__(
        self,
        *,
        storage: Storage,
        community: Community,
        prepare: PrepareDeliveries,
        give_up: GiveUpTurn,
        randomness: Randomness,
        metrics: Metrics,
        log: Log,
    ) -> None:
        self._storage = storage
        self._community = community
        self._prepare = prepare
        self._give_up = give_up
        self._randomness = randomness
        self._metrics = metrics
        self._log = log

    async def execute(self, claimed: ClaimedTurn) -> Turn | None:
        """
        Return the turn, sent or failed; None when it was put off.

        Raises LeaseLostError, StorageUnavailableError.
        """

        async def prepare(uow: UnitOfWork) -> tuple[Delivery, ...]:
            stored = await uow.turns.lock_for_step(claimed.turn.id, lease=claimed.lease)
            return tuple(await self._prepare.execute(uow, stored))

        for delivery in await self._storage.run(prepare):
            if delivery.state is DeliveryState.SENT:
                continue
            try:
                effect_id = await self._call(delivery)
            except CommunityError as error:
                return await self._after_failure(claimed, delivery, error)
            await self._note(claimed, replace(delivery, state=DeliveryState.SENT, effect_id=effect_id, reason=None))
        return await self._storage.run(lambda uow: self._sent(uow, claimed))

    async def _call(self, delivery: Delivery) -> int:
        if isinstance(delivery.target, CommentTarget):
            return await self._community.create_comment(delivery.target, delivery.text, guid=delivery.guid)
        return await self._community.send_message(delivery.target, delivery.text, random_id=delivery.random_id)

    async def _note(self, claimed: ClaimedTurn, delivery: Delivery) -> None:
        async def note(uow: UnitOfWork) -> None:
            await uow.turns.lock_for_step(claimed.turn.id, lease=claimed.lease)
            await uow.deliveries.save(delivery)

        await self._storage.run(note)

    async def _sent(self, uow: UnitOfWork, claimed: ClaimedTurn) -> Turn:
        stored = await uow.turns.lock_for_step(claimed.turn.id, lease=claimed.lease)
        turn = stored.sent()
        await uow.turns.save(turn, lease=claimed.lease)
        return turn

    async def _after_failure(self, claimed: ClaimedTurn, delivery: Delivery, error: CommunityError) -> Turn | None:
        self._metrics.community_failed(error.code)
        remedy = error.remedy
        tried = replace(delivery, tries=_tries(delivery, remedy), reason=_reason(error))
        self._log.warning(
            "delivery_failed",
            method=error.method,
            code=error.code,
            detail=error.detail,
            remedy=remedy,
            tries=tried.tries,
        )
        is_last = tried.tries >= MOST_TRIES and remedy is not Remedy.HALT
        if remedy is Remedy.GIVE_UP or is_last:
            return await self._storage.run(lambda uow: self._end(uow, claimed, tried, error))
        wait = delay(
            tried.tries,
            first=FIRST_WAITS[remedy],
            most=LONGEST_WAITS[remedy],
            spread=self._randomness.fraction(),
        )

        async def put_off(uow: UnitOfWork) -> None:
            stored = await uow.turns.lock_for_step(claimed.turn.id, lease=claimed.lease)
            await uow.deliveries.save(tried)
            await uow.turns.postpone(stored, lease=claimed.lease, after=timedelta(seconds=wait))

        await self._storage.run(put_off)
        return None

    async def _end(self, uow: UnitOfWork, claimed: ClaimedTurn, tried: Delivery, error: CommunityError) -> Turn:
        unknown = error.outcome_unknown
        state = DeliveryState.UNCONFIRMED if unknown else DeliveryState.REFUSED
        stored = await uow.turns.lock_for_step(claimed.turn.id, lease=claimed.lease)
        await uow.deliveries.save(replace(tried, state=state))
        reason = Reason.DELIVERY_UNCONFIRMED if unknown else f"{Reason.DELIVERY_REFUSED}:{error.code}"
        ended = stored.fail(reason)
        await self._give_up.execute(uow, ended, lease=claimed.lease, keep_hold=unknown)
        return ended


def _tries(delivery: Delivery, remedy: Remedy) -> int:
    if remedy is Remedy.HALT and delivery.tries >= MOST_COUNTED_HALTS:
        return delivery.tries
    return delivery.tries + 1


def _reason(error: CommunityError) -> str:
    return "no_answer" if error.code is None else f"vk_error_{error.code}"
