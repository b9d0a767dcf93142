"""Push the outbox to the other service."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Final

from domain.backoff import delay
from domain.errors import LeaseLostError
from domain.notification import ClaimedNotification
from ports.log import Log
from ports.metrics import Metrics
from ports.notifier import Notifier, NotifierUnavailableError
from ports.randomness import Randomness
from ports.storage import Storage, UnitOfWork

FIRST_WAIT: Final = 0.5
LONGEST_WAIT: Final = 30.0


class DeliverNotifications:
    """
    - In order, at least once: what was not acknowledged is sent again under the same id.
    - One at a time: nothing overtakes a notification that waits for its next try.
    - It can neither delay nor fail an answer: that one has been given long before.
    """

    def __init__(
        self,
        *,
        storage: Storage,
        notifier: Notifier,
        randomness: Randomness,
        metrics: Metrics,
        log: Log,
        lease: timedelta,
    ) -> None:
        self._storage = storage
        self._notifier = notifier
        self._randomness = randomness
        self._metrics = metrics
        self._log = log
        self._lease = lease

    async def execute(self) -> bool:
        """Deliver the oldest waiting notification; False when there is none to deliver now."""
        claimed = await self._storage.run(self._claim)
        for each in claimed:
            try:
                await self._deliver(each)
            except LeaseLostError:
                self._log.info("notification_taken_over", notification=str(each.notification.id))
        return bool(claimed)

    async def _claim(self, uow: UnitOfWork) -> Sequence[ClaimedNotification]:
        return await uow.notifications.claim(limit=1, lease=self._lease)

    async def _deliver(self, claimed: ClaimedNotification) -> None:
        notification = claimed.notification
        try:
            await self._notifier.deliver(notification)
        except NotifierUnavailableError as error:
            self._metrics.notification("failed")
            tries = notification.tries + 1
            self._log.warning("notification_failed", notification=str(notification.id), tries=tries, error=error)
            wait = delay(tries, first=FIRST_WAIT, most=LONGEST_WAIT, spread=self._randomness.fraction())
            after = timedelta(seconds=wait)
            await self._storage.run(
                lambda uow: uow.notifications.postpone(notification.id, lease_token=claimed.lease_token, after=after)
            )
        else:
            self._metrics.notification("delivered")
            await self._storage.run(
                lambda uow: uow.notifications.delivered(notification.id, lease_token=claimed.lease_token)
            )
