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
from domain.errors import StorageUnavailableError

TOLERANCE: Final = 0.15
"""Seconds that calls may be late for their slots without more than ``rate`` of them meeting in one second."""
_MOST_RUNS: Final = 20


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
        for _ in range(_MOST_RUNS):
            found = await transact(self._database, lambda connection: self._try(connection, span))
            if found is not None:
                at, start = found
                return Reservation(at=at, start=start, interval=span.total_seconds() / count, count=count)
        raise StorageUnavailableError("too many want a slot")

    async def pause(self, seconds: float) -> None:
        """Raises StorageUnavailableError."""
        until = database_time(timedelta(seconds=seconds))

        async def pause(connection: AsyncConnection) -> None:
            await connection.execute(
                update(call_slots).where(self._mine, call_slots.c.next_at < until).values(next_at=until)
            )

        await transact(self._database, pause)

    async def _try(self, connection: AsyncConnection, span: timedelta) -> tuple[datetime, float] | None:
        """None when somebody else was faster."""
        next_slot = select(call_slots.c.next_at, database_time().label("now")).where(self._mine)
        row = (await connection.execute(next_slot)).one_or_none()
        received = asyncio.get_running_loop().time()
        if row is None:
            first = insert_unless_known(call_slots, self._database.dialect_name)
            await connection.execute(first.values(key=self._key, next_at=database_time()))
            return None
        at: datetime = max(row.next_at, row.now)
        reserve = update(call_slots).where(self._mine, call_slots.c.next_at == row.next_at).values(next_at=at + span)
        if (await connection.execute(reserve)).rowcount != 1:
            return None
        return at, received + (at - row.now).total_seconds()
