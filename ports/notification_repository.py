"""The outbox."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Protocol

from domain.identifiers import NotificationId
from domain.notification import ClaimedNotification, Notification


class NotificationRepository(Protocol):
    async def add(self, notification: Notification) -> bool:
        """Put it into the outbox; a key that is known changes nothing and gives False."""
        ...

    async def claim(self, *, limit: int, lease: timedelta) -> Sequence[ClaimedNotification]:
        """
        Take up the oldest waiting ones, in order, until ``lease`` from now by the database's clock.

        While an older one is held by somebody or waits for its next try, none after it is given out: order is kept.
        """
        ...

    async def delivered(self, id_: NotificationId, *, lease_token: int) -> None:
        """Raises LeaseLostError."""
        ...

    async def postpone(self, id_: NotificationId, *, lease_token: int, after: timedelta) -> None:
        """Count a failed try and give it back. Raises LeaseLostError."""
        ...
