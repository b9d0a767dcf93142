"""Push the outbox to the other service."""

import asyncio
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Final

from application.notifier_outage import NotifierOutage
from domain.backoff import delay
from domain.errors import StorageUnavailableError
from domain.identifiers import ConversationId
from domain.notification import ClaimedNotification
from ports.clock import Clock
from ports.log import Log
from ports.metrics import Metrics
from ports.notifier import Notifier, NotifierUnavailableError, NotTakenError
from ports.randomness import Randomness
from ports.storage import Storage, UnitOfWork

FIRST_WAIT: Final = 0.5
LONGEST_WAIT: Final = 300.0
"""Seconds before a notification that was not taken is tried again."""
BATCH_SECONDS: Final = 1.0
"""After these the rest of a batch is given back: no lease lapses on it, and a kill makes few repeats."""


@dataclass(slots=True, kw_only=True)
class _Outcome:
    """What has become of a batch so far; what is in neither list is given back untouched."""

    delivered: list[ClaimedNotification] = field(default_factory=list)
    failed: list[tuple[ClaimedNotification, str]] = field(default_factory=list)
    blocked: set[ConversationId | None] = field(default_factory=set)


class DeliverNotifications:
    """
    - At least once: what was not acknowledged is sent again under the same id.
    - In order in each conversation; one that is not taken holds back only what follows it there.
    - While nobody is there no tries are counted: one is made now and then.
    - One that was not taken for a day, and often, is given up and kept with its reason; the next ones go on.
    - It can neither delay nor fail an answer: that one has been given long before.
    """

    def __init__(
        self,
        *,
        storage: Storage,
        notifier: Notifier,
        clock: Clock,
        randomness: Randomness,
        metrics: Metrics,
        log: Log,
        lease: timedelta,
        batch: int = 50,
    ) -> None:
        self._storage = storage
        self._notifier = notifier
        self._clock = clock
        self._randomness = randomness
        self._metrics = metrics
        self._log = log
        self._lease = lease
        self._batch = batch
        self._outage = NotifierOutage(clock=clock, randomness=randomness)

    @property
    def is_held_up(self) -> bool:
        """The other service is away, as far as this process knows."""
        return self._outage.is_on

    async def execute(self) -> bool:
        """Work through one batch; False when there is none to deliver now."""
        if self._outage.holds_back:
            return False
        claimed = await self._storage.run(self._claim)
        if not claimed:
            return False
        outcome = _Outcome()
        try:
            await self._work_through(claimed, outcome)
        except asyncio.CancelledError:
            # Whoever has to leave says how far they came, so that nothing waits for the lease to lapse.
            with suppress(StorageUnavailableError):
                await self._note(claimed, outcome)
            raise
        await self._note(claimed, outcome)
        return True

    async def _claim(self, uow: UnitOfWork) -> Sequence[ClaimedNotification]:
        return await uow.notifications.claim(limit=1 if self._outage.is_on else self._batch, lease=self._lease)

    async def _work_through(self, claimed: Sequence[ClaimedNotification], outcome: _Outcome) -> None:
        began = self._clock.now()
        for each in claimed:
            if each.notification.conversation_id in outcome.blocked:
                continue
            try:
                await self._deliver(each, outcome)
            except NotifierUnavailableError as error:
                self._outage.nobody_there()
                self._metrics.notification("failed")
                self._log.warning("notifier_unavailable", error=error)
                return
            if self._outage.is_on or not 0 <= (self._clock.now() - began).total_seconds() < BATCH_SECONDS:
                return

    async def _deliver(self, claimed: ClaimedNotification, outcome: _Outcome) -> None:
        try:
            await self._notifier.deliver(claimed.notification)
        except NotifierUnavailableError:
            raise
        except NotTakenError as error:
            self._not_taken(claimed, outcome, error)
        except Exception as error:  # noqa: BLE001 - one that cannot be sent at all must not hold back the others
            self._log.error("notifier_failed", error=error)
            self._not_taken(claimed, outcome, error)
        else:
            outcome.delivered.append(claimed)
            self._outage.taken()
            self._metrics.notification("delivered")

    def _not_taken(self, claimed: ClaimedNotification, outcome: _Outcome, error: Exception) -> None:
        notification = claimed.notification
        outcome.failed.append((claimed, str(error) or type(error).__name__))
        outcome.blocked.add(notification.conversation_id)
        self._outage.not_taken(notification.conversation_id)
        self._metrics.notification("failed")
        self._log.warning(
            "notification_failed", notification=str(notification.id), tries=notification.tries + 1, error=error
        )

    async def _note(self, claimed: Sequence[ClaimedNotification], outcome: _Outcome) -> None:
        tried = {each.notification.id for each in outcome.delivered} | {
            each.notification.id for each, _ in outcome.failed
        }
        rest = [each for each in claimed if each.notification.id not in tried]
        waits = [(each, reason, self._wait(each)) for each, reason in outcome.failed]

        async def note(uow: UnitOfWork) -> int:
            ours = await uow.notifications.delivered(outcome.delivered)
            for each, reason, wait in waits:
                if each.is_hopeless:
                    ours += await uow.notifications.bury(each, reason=reason)
                else:
                    ours += await uow.notifications.postpone(each, after=wait, reason=reason)
            await uow.notifications.give_back(rest)
            return ours

        lost = len(tried) - await self._storage.run(note)
        if lost:
            self._log.info("notifications_taken_over", count=lost)
        for each, reason, _ in waits:
            if each.is_hopeless:
                self._metrics.notification("dead")
                self._log.error("notification_dead", notification=str(each.notification.id), reason=reason)

    def _wait(self, failed: ClaimedNotification) -> timedelta:
        tries = failed.notification.tries + 1
        spread = self._randomness.fraction()
        return timedelta(seconds=delay(tries, first=FIRST_WAIT, most=LONGEST_WAIT, spread=spread))
