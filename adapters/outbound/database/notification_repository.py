"""The outbox in SQL."""

import json
from collections.abc import Sequence
from datetime import timedelta
from itertools import takewhile
from typing import Any

from sqlalchemy import Row, insert, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncConnection

from adapters.outbound.database.dialect import database_time
from adapters.outbound.database.failures import is_duplicate_key
from adapters.outbound.database.lease import ENDED, given_back, write_under_lease
from adapters.outbound.database.schema import notifications
from domain.identifiers import NotificationId
from domain.notification import ClaimedNotification, Notification, NotificationState

_PENDING = NotificationState.PENDING.value


class SqlNotificationRepository:
    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def add(self, notification: Notification) -> bool:
        try:
            await self._connection.execute(insert(notifications).values(_values(notification)))
        except IntegrityError as error:
            if is_duplicate_key(error):
                return False
            raise
        return True

    async def claim(self, *, limit: int, lease: timedelta) -> Sequence[ClaimedNotification]:
        taken = list(takewhile(lambda row: row.is_free, await self._lock_head(limit)))
        if not taken:
            return []
        await self._connection.execute(
            update(notifications)
            .where(notifications.c.position.in_([row.position for row in taken]))
            .values(claimable_at=database_time(lease), lease_token=notifications.c.lease_token + 1)
        )
        return [ClaimedNotification(notification=_notification(row), lease_token=row.lease_token + 1) for row in taken]

    async def delivered(self, id_: NotificationId, *, lease_token: int) -> None:
        await self._write(id_, lease_token, ENDED | {"state": NotificationState.DELIVERED.value})

    async def postpone(self, id_: NotificationId, *, lease_token: int, after: timedelta) -> None:
        counted = {"tries": notifications.c.tries + 1}
        await self._write(id_, lease_token, counted | given_back(notifications, after=after))

    async def _lock_head(self, limit: int) -> list[Row[Any]]:
        """
        The oldest that are pending, locked, with ``is_free``.

        Found first and then locked by their primary key, which is also how the others are written: locking along
        the index of states could meet them crosswise.
        """
        table = notifications.c
        oldest = select(table.position).where(table.state == _PENDING).order_by(table.position).limit(limit)
        seen = list((await self._connection.execute(oldest)).scalars())
        if not seen:
            return []
        locked = (
            select(notifications, (table.claimable_at <= database_time()).label("is_free"))
            .where(table.position.in_(seen))
            .order_by(table.position)
            .with_for_update()
        )
        return [row for row in await self._connection.execute(locked) if row.state == _PENDING]

    async def _write(self, id_: NotificationId, lease_token: int, values: dict[str, Any]) -> None:
        await write_under_lease(
            self._connection, notifications, id_, lease_token=lease_token, values=values, what="notification"
        )


def _values(notification: Notification) -> dict[str, Any]:
    return {
        "id": notification.id,
        "key": notification.key,
        "type": notification.type,
        "payload": json.dumps(notification.payload, ensure_ascii=False, separators=(",", ":")),
        "created_at": notification.created_at,
        "state": _PENDING,
        "tries": notification.tries,
        "claimable_at": database_time(),
        "lease_token": 0,
    }


def _notification(row: Row[Any]) -> Notification:
    return Notification(
        id=row.id,
        key=row.key,
        type=row.type,
        payload=json.loads(row.payload),
        created_at=row.created_at,
        tries=row.tries,
    )
