"""The outbox in memory."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from domain.identifiers import ConversationId, NotificationId
from domain.notification import ClaimedNotification, Notification, NotificationState, StoredNotification
from tests.fakes.tables import NotificationRow, Tables, ids_between


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
        lanes = self._due_lanes(limit)
        blocked: set[ConversationId | None] = set()
        claimed: list[ClaimedNotification] = []
        for row in [row for row in self._pending() if row.notification.conversation_id in lanes][:limit]:
            lane = row.notification.conversation_id
            # Order is kept: behind one that has to wait, its lane waits.
            if not row.is_free(self._now()):
                blocked.add(lane)
            elif lane not in blocked:
                claimed.append(self._claim(row, lease))
        return claimed

    async def delivered(self, done: Sequence[ClaimedNotification]) -> int:
        ended = {"state": NotificationState.DELIVERED, "lease_until": None, "reason": None}
        return sum([self._change(each, **ended) for each in done])

    async def postpone(self, failed: ClaimedNotification, *, after: timedelta, reason: str) -> bool:
        return self._give_back(failed, after=after) and self._count(failed, reason)

    async def bury(self, failed: ClaimedNotification, *, reason: str) -> bool:
        dead = {"state": NotificationState.DEAD, "lease_until": None}
        return self._change(failed, **dead) and self._count(failed, reason)

    async def give_back(self, rest: Sequence[ClaimedNotification]) -> None:
        for each in rest:
            self._give_back(each, after=timedelta())

    async def revive(self, id_: NotificationId) -> bool:
        row = self._tables.notifications.get(id_)
        if row is None or row.state is not NotificationState.DEAD:
            return False
        self._tables.notifications[id_] = replace(
            row.given_back(self._now()),
            state=NotificationState.PENDING,
            reason=None,
            notification=replace(row.notification, tries=0),
        )
        return True

    async def revive_all(self) -> int:
        return sum([await self.revive(id_) for id_ in list(self._tables.notifications)])

    async def recorded(
        self, *, after: NotificationId | None, before: NotificationId, limit: int
    ) -> Sequence[StoredNotification]:
        rows = self._tables.notifications
        return [_stored(rows[id_]) for id_ in ids_between(rows, after, before)[:limit]]

    async def blank_delivered(self, ids: Sequence[NotificationId]) -> None:
        for id_ in ids:
            row = self._tables.notifications[id_]
            if row.state is NotificationState.DELIVERED:
                blank = replace(row.notification, payload={})
                self._tables.notifications[id_] = replace(row, notification=blank)

    async def latest(self, *, state: NotificationState | None, limit: int) -> Sequence[StoredNotification]:
        rows = [row for row in self._tables.notifications.values() if state in {None, row.state}]
        return [_stored(row) for row in rows[::-1][:limit]]

    def _pending(self) -> list[NotificationRow]:
        """In the order in which they were put into the outbox."""
        return [row for row in self._tables.notifications.values() if row.state is NotificationState.PENDING]

    def _due_lanes(self, limit: int) -> list[ConversationId | None]:
        first: dict[ConversationId | None, NotificationRow] = {}
        for row in self._pending():
            first.setdefault(row.notification.conversation_id, row)
        due = [row for row in first.values() if row.is_free(self._now())]
        due.sort(key=lambda row: row.lease_until or row.due_at)
        return [row.notification.conversation_id for row in due[:limit]]

    def _claim(self, row: NotificationRow, lease: timedelta) -> ClaimedNotification:
        taken = replace(row, token=row.token + 1, lease_until=self._now() + lease)
        self._tables.notifications[row.notification.id] = taken
        age = self._now() - row.notification.created_at
        return ClaimedNotification(notification=row.notification, lease_token=taken.token, age=age)

    def _give_back(self, claimed: ClaimedNotification, *, after: timedelta) -> bool:
        due = {"due_at": self._now() + after, "token": claimed.lease_token + 1, "lease_until": None}
        return self._change(claimed, **due)

    def _count(self, claimed: ClaimedNotification, reason: str) -> bool:
        row = self._tables.notifications[claimed.notification.id]
        tried = replace(row.notification, tries=row.notification.tries + 1)
        self._tables.notifications[claimed.notification.id] = replace(row, notification=tried, reason=reason)
        return True

    def _change(self, claimed: ClaimedNotification, **changed: Any) -> bool:
        """False when it is another's now."""
        row = self._tables.notifications.get(claimed.notification.id)
        if row is None or row.token != claimed.lease_token or row.state is not NotificationState.PENDING:
            return False
        self._tables.notifications[claimed.notification.id] = replace(row, **changed)
        return True


def _stored(row: NotificationRow) -> StoredNotification:
    return StoredNotification(notification=row.notification, state=row.state, reason=row.reason)
