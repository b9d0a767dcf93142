"""The outbox in SQL."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Select, bindparam, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlalchemy.sql.dml import Update

from adapters.outbound.database.dialect import database_time
from adapters.outbound.database.failures import is_duplicate_key
from adapters.outbound.database.lease import ENDED, given_back
from adapters.outbound.database.notification_claim import claim_notifications
from adapters.outbound.database.notification_row import DEAD, NO_PAYLOAD, PENDING, notification_of, values
from adapters.outbound.database.paging import ids_between
from adapters.outbound.database.prepared import PreparedForMany, prepared_insert
from adapters.outbound.database.schema import notifications
from domain.identifiers import NotificationId
from domain.notification import ClaimedNotification, Notification, NotificationState, StoredNotification

_ADD: Final = prepared_insert(
    notifications, "position", "lease_owner", "reason", claimable_at=database_time(), lease_token=0
)
_DELIVERED: Final = PreparedForMany(
    notifications.c.id,
    lambda are_they: (
        update(notifications)
        .where(are_they, notifications.c.lease_token == bindparam("token"), notifications.c.claimable_at.is_not(None))
        .values(ENDED | {"state": NotificationState.DELIVERED.value, "reason": None})
    ),
)
_TRIED: Final = {"tries": notifications.c.tries + 1}


class SqlNotificationRepository:
    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def add(self, notification: Notification) -> bool:
        try:
            await _ADD.change(self._connection, **values(notification))
        except IntegrityError as error:
            if is_duplicate_key(error):
                return False
            raise
        return True

    async def claim(self, *, limit: int, lease: timedelta) -> Sequence[ClaimedNotification]:
        return await claim_notifications(self._connection, limit=limit, lease=lease)

    async def delivered(self, done: Sequence[ClaimedNotification]) -> int:
        written = 0
        for token, ids in _by_token(done).items():
            written += await _DELIVERED.change(self._connection, ids, token=token)
        return written

    async def postpone(self, failed: ClaimedNotification, *, after: timedelta, reason: str) -> bool:
        waiting = given_back(notifications, after=after) | {"reason": reason}
        return await self._write([failed], _TRIED | waiting) == 1

    async def bury(self, failed: ClaimedNotification, *, reason: str) -> bool:
        return await self._write([failed], _TRIED | ENDED | {"state": DEAD, "reason": reason}) == 1

    async def give_back(self, rest: Sequence[ClaimedNotification]) -> None:
        await self._write(rest, given_back(notifications))

    async def revive(self, id_: NotificationId) -> bool:
        return await self._revive(update(notifications).where(notifications.c.id == id_)) == 1

    async def revive_all(self) -> int:
        return await self._revive(update(notifications))

    async def recorded(
        self, *, after: NotificationId | None, before: NotificationId, limit: int
    ) -> Sequence[StoredNotification]:
        return await self._stored(ids_between(select(notifications), notifications.c.id, after, before).limit(limit))

    async def blank_delivered(self, ids: Sequence[NotificationId]) -> None:
        done = (notifications.c.id.in_(ids), notifications.c.state == NotificationState.DELIVERED.value)
        await self._connection.execute(update(notifications).where(*done).values(payload=NO_PAYLOAD))

    async def latest(self, *, state: NotificationState | None, limit: int) -> Sequence[StoredNotification]:
        wanted = select(notifications).order_by(notifications.c.position.desc()).limit(limit)
        if state is not None:
            wanted = wanted.where(notifications.c.state == state.value)
        return await self._stored(wanted)

    async def _stored(self, wanted: Select[Any]) -> Sequence[StoredNotification]:
        return [
            StoredNotification(notification=notification_of(row), state=NotificationState(row.state), reason=row.reason)
            for row in await self._connection.execute(wanted)
        ]

    async def _write(self, ours: Sequence[ClaimedNotification], changed: dict[str, Any]) -> int:
        """Change those whose token is still ours; gives how many. One statement for all that have the same token."""
        written = 0
        for token, ids in _by_token(ours).items():
            fenced = update(notifications).where(
                notifications.c.id.in_(ids),
                notifications.c.lease_token == token,
                notifications.c.claimable_at.is_not(None),
            )
            written += (await self._connection.execute(fenced.values(changed))).rowcount
        return written

    async def _revive(self, chosen: Update) -> int:
        again = given_back(notifications) | {"state": PENDING, "tries": 0, "reason": None}
        dead = chosen.where(notifications.c.state == DEAD)
        return (await self._connection.execute(dead.values(again))).rowcount


def _by_token(ours: Sequence[ClaimedNotification]) -> dict[int, list[UUID]]:
    by_token: dict[int, list[UUID]] = {}
    for each in ours:
        by_token.setdefault(each.lease_token, []).append(each.notification.id)
    return by_token
