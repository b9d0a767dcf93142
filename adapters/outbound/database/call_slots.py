"""The rate of calls that all processes share: one row says when the next call may go."""

import asyncio
import math
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import bindparam, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from adapters.outbound.database.dialect import database_time, insert_unless_known
from adapters.outbound.database.engine import Database
from adapters.outbound.database.prepared import Prepared
from adapters.outbound.database.schema import call_slots
from adapters.outbound.database.server_clock import NOW
from adapters.outbound.database.transaction import transact
from adapters.outbound.rate_limiter import Reservation

TOLERANCE: Final = 0.15
"""Seconds that calls may be late for their slots without more than ``rate`` of them meeting in one second."""
_is_it = call_slots.c.key == bindparam("key")
_HOLD: Final = Prepared(select(call_slots.c.next_at).where(_is_it).with_for_update())
_MOVE: Final = Prepared(update(call_slots).where(_is_it).values(next_at=bindparam("next_at")))


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
        now: datetime = await NOW.value(connection)
        received = asyncio.get_running_loop().time()
        at = max(next_at, now)
        await _MOVE.change(connection, key=self._key, next_at=at + span)
        return at, received + (at - now).total_seconds()

    async def _hold(self, connection: AsyncConnection) -> datetime:
        """Lock the row, made if need be: those who want slots wait in line, and nobody tries in vain."""
        next_at: datetime | None = await _HOLD.value(connection, key=self._key)
        if next_at is None:
            first = insert_unless_known(call_slots, self._database.dialect_name)
            await connection.execute(first.values(key=self._key, next_at=database_time()))
            return await self._hold(connection)
        return next_at
