"""Positions and their leases in SQL: rows of one table, under keys that cannot meet."""

from datetime import timedelta
from typing import Final

from sqlalchemy import or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from adapters.outbound.database.dialect import database_time, insert_unless_known
from adapters.outbound.database.schema import positions
from ports.position_repository import Position

_LEASE: Final = "lease:"
_POSITION: Final = "position:"
_NOBODY: Final = ""


class SqlPositionRepository:
    """A lease is a row with its owner as the value and its end as the moment."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def get(self, key: str) -> Position | None:
        found = await self._connection.execute(
            select(positions.c.value, positions.c.at, database_time().label("now")).where(
                positions.c.key == _POSITION + key
            )
        )
        row = found.one_or_none()
        return None if row is None else Position(value=row.value, age=row.now - row.at)

    async def put(self, key: str, value: str) -> None:
        await self._make_row(_POSITION + key)
        await self._connection.execute(
            update(positions).where(positions.c.key == _POSITION + key).values(value=value, at=database_time())
        )

    async def take_lease(self, key: str, *, owner: str, lease: timedelta) -> bool:
        await self._make_row(_LEASE + key)
        taken = (
            update(positions)
            .where(
                positions.c.key == _LEASE + key,
                or_(positions.c.value == owner, positions.c.value == _NOBODY, positions.c.at <= database_time()),
            )
            .values(value=owner, at=database_time(lease))
        )
        return (await self._connection.execute(taken)).rowcount == 1

    async def drop_lease(self, key: str, *, owner: str) -> None:
        await self._connection.execute(
            update(positions)
            .where(positions.c.key == _LEASE + key, positions.c.value == owner)
            .values(value=_NOBODY, at=database_time())
        )

    async def _make_row(self, key: str) -> None:
        # Asked first: the insert would lock a row that is there, which somebody may be using.
        known = await self._connection.execute(select(positions.c.key).where(positions.c.key == key))
        if known.first() is None:
            fresh = insert_unless_known(positions, self._connection.dialect.name)
            await self._connection.execute(fresh.values(key=key, value=_NOBODY, at=database_time()))
