"""Taking notifications up: the first ones of each lane, as far as nothing before them waits."""

from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

from sqlalchemy import ColumnElement, Integer, Row, Select, bindparam, exists, not_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from adapters.outbound.database.column_types import UtcDateTime
from adapters.outbound.database.dialect import database_time, database_time_after, microseconds
from adapters.outbound.database.notification_row import PENDING, notification_of
from adapters.outbound.database.prepared import Prepared, PreparedForMany
from adapters.outbound.database.schema import notifications
from domain.notification import ClaimedNotification

_WINDOW: Final = 500
"""How many due rows are looked through for lanes; all, when those were all behind others that wait."""
_LIMIT: Final = bindparam("limit", type_=Integer())
_due: Final = notifications.c.claimable_at


def _lanes(until: ColumnElement[datetime]) -> Select[Any]:
    """Those whose first row is due, the longest due first. Read without locks: claiming tests it again."""
    table = notifications.c
    earlier = notifications.alias("earlier")
    is_behind = exists().where(
        earlier.c.lane == table.lane, earlier.c.state == PENDING, earlier.c.position < table.position
    )
    return select(table.lane).where(_due <= until, not_(is_behind)).order_by(_due, table.position).limit(_LIMIT)


_HORIZON: Final = Prepared(
    select(_due).where(_due <= database_time()).order_by(_due, notifications.c.position).limit(1).offset(_WINDOW - 1)
)
_LANES: Final = Prepared(_lanes(database_time()))
_LANES_OF_WINDOW: Final = Prepared(_lanes(bindparam("until", type_=UtcDateTime())))
_OLDEST: Final = PreparedForMany(
    notifications.c.lane,
    lambda are_they: (
        select(notifications.c.position)
        .where(are_they, notifications.c.state == PENDING)
        .order_by(notifications.c.position)
        .limit(_LIMIT)
    ),
)
_LOCK: Final = PreparedForMany(
    notifications.c.position,
    lambda are_they: (
        select(notifications, (_due <= database_time()).label("is_free"), database_time().label("now"))
        .where(are_they)
        .order_by(notifications.c.position)
        .with_for_update()
    ),
)
_CLAIM: Final = PreparedForMany(
    notifications.c.position,
    lambda are_they: (
        update(notifications)
        .where(are_they)
        .values(claimable_at=database_time_after("lease"), lease_token=notifications.c.lease_token + 1)
    ),
)


async def claim_notifications(
    connection: AsyncConnection, *, limit: int, lease: timedelta
) -> list[ClaimedNotification]:
    lanes = await _due_lanes(connection, limit)
    return await _claim_from(connection, lanes, limit, lease) if lanes else []


async def _due_lanes(connection: AsyncConnection, limit: int) -> list[UUID]:
    """Of the window, which has an end where there are so many rows; of all, where nothing in it is first."""
    horizon = await _HORIZON.value(connection)
    if horizon is not None and (rows := await _LANES_OF_WINDOW.all(connection, until=horizon, limit=limit)):
        return [row.lane for row in rows]
    return [row.lane for row in await _LANES.all(connection, limit=limit)]


async def _claim_from(
    connection: AsyncConnection, lanes: list[UUID], limit: int, lease: timedelta
) -> list[ClaimedNotification]:
    taken = _free(await _lock_oldest(connection, lanes, limit))
    await _CLAIM.change(connection, [row.position for row in taken], lease=microseconds(lease))
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
    seen = [row.position for row in await _OLDEST.all(connection, lanes, limit=limit)]
    return [row for row in await _LOCK.all(connection, seen) if row.state == PENDING]


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
