"""The rate of calls that all processes share: one row says when the next call may go."""

import asyncio
import math
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from adapters.outbound.database.dialect import database_time, insert_unless_known
from adapters.outbound.database.engine import Database
from adapters.outbound.database.schema import call_slots
from adapters.outbound.database.transaction import transact
from adapters.outbound.rate_limiter import Reservation

TOLERANCE: Final = 0.15
"""Seconds that calls may be late for their slots without more than ``rate`` of them meeting in one second."""


class CallSlots:
    """
    Slots follow one another at equal distances, so that any second has at most ``rate`` of them.

    A call takes time from its slot to VK, and not always the same: the distances are those of ``rate`` slots in a
    second and ``TOLERANCE``.
    """

    def __init__(self, database: Database, key: str, *, rate: float) -> None:
        self._database = database
        self._mine = call_slots.c.key == key
        self._key = key
        self._interval = (1 + TOLERANCE) / rate
        self.rate = rate

    async def reserve(self, count: int) -> Reservation:
        """Raises StorageUnavailableError."""
        # SQLite's clock has milliseconds: whole ones keep what is compared equal.
        span = timedelta(milliseconds=math.ceil(self._interval * count * 1000))
        at, start = await transact(self._database, lambda connection: self._reserve(connection, span))
        return Reservation(at=at, start=start, interval=span.total_seconds() / count, count=count)

    async def pause(self, seconds: float) -> None:
        """Raises StorageUnavailableError."""
        until = database_time(timedelta(seconds=seconds))

        async def pause(connection: AsyncConnection) -> None:
            await connection.execute(
                update(call_slots).where(self._mine, call_slots.c.next_at < until).values(next_at=until)
            )

        await transact(self._database, pause)

    async def _reserve(self, connection: AsyncConnection, span: timedelta) -> tuple[datetime, float]:
        next_at = await self._hold(connection)
        # Asked when the row is held: the time of a statement that waited for it is that of its beginning.
        now: datetime = (await connection.execute(select(database_time()))).scalar_one()
        received = asyncio.get_running_loop().time()
        at = max(next_at, now)
        await connection.execute(update(call_slots).where(self._mine).values(next_at=at + span))
        return at, received + (at - now).total_seconds()

    async def _hold(self, connection: AsyncConnection) -> datetime:
        """Lock the row, made if need be: those who want slots wait in line, and nobody tries in vain."""
        held = select(call_slots.c.next_at).where(self._mine).with_for_update()
        next_at: datetime | None = (await connection.execute(held)).scalar_one_or_none()
        if next_at is None:
            first = insert_unless_known(call_slots, self._database.dialect_name)
            await connection.execute(first.values(key=self._key, next_at=database_time()))
            next_at = (await connection.execute(held)).scalar_one()
        return next_at
