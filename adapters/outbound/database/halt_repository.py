"""Stops in SQL."""

from datetime import timedelta
from typing import Final

from sqlalchemy import bindparam, delete, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from adapters.outbound.database.dialect import database_time, insert_unless_known
from adapters.outbound.database.prepared import Prepared
from adapters.outbound.database.schema import halts

_is_it = halts.c.key == bindparam("key")
_UNTIL: Final = Prepared(select(halts.c.until, database_time().label("now")).where(_is_it))
_CLEAR: Final = Prepared(delete(halts).where(_is_it))


class SqlHaltRepository:
    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def halt(self, key: str, *, reason: str, wait: timedelta) -> bool:
        fresh = {"key": key, "reason": reason, "since": database_time(), "until": database_time(), "tries": 0}
        # Not through parameters: the times are the database's.
        await self._connection.execute(insert_unless_known(halts, self._connection.dialect.name).values(fresh))
        await self._connection.execute(
            update(halts)
            .where(halts.c.key == key)
            .values(reason=reason, until=database_time(wait), tries=halts.c.tries + 1)
        )
        return await self.times(key) == 1

    async def remaining(self, key: str, *, probe: timedelta) -> timedelta | None:
        row = await _UNTIL.first(self._connection, key=key)
        if row is None:
            return None
        if row.until > row.now:
            remaining: timedelta = row.until - row.now
            return remaining
        taken = await self._connection.execute(
            update(halts).where(halts.c.key == key, halts.c.until <= database_time()).values(until=database_time(probe))
        )
        return None if taken.rowcount == 1 else probe

    async def clear(self, key: str) -> None:
        await _CLEAR.change_later(self._connection, key=key)

    async def reason(self, key: str) -> str | None:
        found = await self._connection.execute(select(halts.c.reason).where(halts.c.key == key))
        return found.scalar_one_or_none()

    async def times(self, key: str) -> int:
        found = await self._connection.execute(select(halts.c.tries).where(halts.c.key == key))
        return found.scalar_one_or_none() or 0
