"""The outbox in memory."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from domain.errors import LeaseLostError
from domain.identifiers import NotificationId
from domain.notification import ClaimedNotification, Notification, NotificationState
from tests.fakes.tables import NotificationRow, Tables


class FakeNotificationRepository:
    """``now`` is the database's clock."""

    def __init__(self, tables: Tables, *, now: Callable[[], datetime]) -> None:
        self._tables = tables
        self._now = now

    async def add(self, notification: Notification) -> bool:
        if any(row.notification.key == notification.key for row in self._tables.notifications.values()):
            return False
        self._tables.notifications[notification.id] = NotificationRow(notification=notification, due_at=self._now())
        return True

    async def claim(self, *, limit: int, lease: timedelta) -> Sequence[ClaimedNotification]:
        claimed: list[ClaimedNotification] = []
        for row in self._pending()[:limit]:
            # Order is kept: behind one that has to wait, all wait.
            if not row.is_free(self._now()):
                break
            taken = replace(row, token=row.token + 1, lease_until=self._now() + lease)
            self._tables.notifications[row.notification.id] = taken
            claimed.append(ClaimedNotification(notification=row.notification, lease_token=taken.token))
        return claimed

    async def delivered(self, id_: NotificationId, *, lease_token: int) -> None:
        row = self._fenced(id_, lease_token)
        self._tables.notifications[id_] = replace(row, state=NotificationState.DELIVERED, lease_until=None)

    async def postpone(self, id_: NotificationId, *, lease_token: int, after: timedelta) -> None:
        row = self._fenced(id_, lease_token)
        self._tables.notifications[id_] = replace(
            row.given_back(self._now() + after),
            notification=replace(row.notification, tries=row.notification.tries + 1),
        )

    def _pending(self) -> list[NotificationRow]:
        """In the order in which they were put into the outbox."""
        return [row for row in self._tables.notifications.values() if row.state is NotificationState.PENDING]

    def _fenced(self, id_: NotificationId, lease_token: int) -> NotificationRow:
        row = self._tables.notifications.get(id_)
        if row is None or row.token != lease_token or row.state is not NotificationState.PENDING:
            raise LeaseLostError("notification", id_)
        return row
