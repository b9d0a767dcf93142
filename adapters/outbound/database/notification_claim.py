"""Taking notifications up: the first ones of each lane, as far as nothing before them waits."""

from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

from sqlalchemy import ColumnElement, Row, exists, not_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from adapters.outbound.database.dialect import database_time
from adapters.outbound.database.notification_row import PENDING, notification_of
from adapters.outbound.database.schema import notifications
from domain.notification import ClaimedNotification

_WINDOW: Final = 500
"""How many due rows are looked through for lanes; all, when those were all behind others that wait."""


async def claim_notifications(
    connection: AsyncConnection, *, limit: int, lease: timedelta
) -> list[ClaimedNotification]:
    horizon = await _horizon(connection)
    lanes = await _due_lanes(connection, limit, horizon or database_time())
    if horizon is not None and not lanes:
        lanes = await _due_lanes(connection, limit, database_time())
    return await _claim_from(connection, lanes, limit, lease) if lanes else []


async def _horizon(connection: AsyncConnection) -> datetime | None:
    """Since when the last row of the window is due; None when there are not so many."""
    due = notifications.c.claimable_at
    last = (
        select(due).where(due <= database_time()).order_by(due, notifications.c.position).limit(1).offset(_WINDOW - 1)
    )
    return (await connection.execute(last)).scalar_one_or_none()


async def _due_lanes(connection: AsyncConnection, limit: int, until: datetime | ColumnElement[datetime]) -> list[UUID]:
    """The lanes whose first row is due, the longest due first. Read without locks: claiming tests it again."""
    table = notifications.c
    earlier = notifications.alias("earlier")
    is_behind = exists().where(
        earlier.c.lane == table.lane, earlier.c.state == PENDING, earlier.c.position < table.position
    )
    first = (
        select(table.lane)
        .where(table.claimable_at <= until, not_(is_behind))
        .order_by(table.claimable_at, table.position)
        .limit(limit)
    )
    return list((await connection.execute(first)).scalars())


async def _claim_from(
    connection: AsyncConnection, lanes: list[UUID], limit: int, lease: timedelta
) -> list[ClaimedNotification]:
    taken = _free(await _lock_oldest(connection, lanes, limit))
    if taken:
        await connection.execute(
            update(notifications)
            .where(notifications.c.position.in_([row.position for row in taken]))
            .values(claimable_at=database_time(lease), lease_token=notifications.c.lease_token + 1)
        )
    return [
        ClaimedNotification(
            notification=notification_of(row), lease_token=row.lease_token + 1, age=row.now - row.created_at
        )
        for row in taken
    ]


async def _lock_oldest(connection: AsyncConnection, lanes: list[UUID], limit: int) -> list[Row[Any]]:
    """
    The oldest rows of these lanes, locked, with ``is_free`` and ``now``.

    Found first and then locked by their primary key, in its order: locking along an index could meet others crosswise.
    """
    table = notifications.c
    oldest = (
        select(table.position)
        .where(table.lane.in_(lanes), table.state == PENDING)
        .order_by(table.position)
        .limit(limit)
    )
    seen = list((await connection.execute(oldest)).scalars())
    locked = (
        select(notifications, (table.claimable_at <= database_time()).label("is_free"), database_time().label("now"))
        .where(table.position.in_(seen))
        .order_by(table.position)
        .with_for_update()
    )
    return [row for row in await connection.execute(locked) if row.state == PENDING]


def _free(oldest: list[Row[Any]]) -> list[Row[Any]]:
    """Of each lane those before the first that somebody holds or that waits."""
    blocked: set[UUID] = set()
    free: list[Row[Any]] = []
    for row in oldest:
        if not row.is_free:
            blocked.add(row.lane)
        elif row.lane not in blocked:
            free.append(row)
    return free
