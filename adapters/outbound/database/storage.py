"""Otklik's storage in MySQL, MariaDB or SQLite."""

from collections.abc import Awaitable, Callable, Coroutine, Hashable
from typing import Any, TypeVar

from sqlalchemy.ext.asyncio import AsyncConnection

from adapters.outbound.database.engine import Database
from adapters.outbound.database.shared_transactions import MOST_TOGETHER, SharedTransactions
from adapters.outbound.database.transaction import read, transact
from adapters.outbound.database.unit_of_work import SqlUnitOfWork
from ports.storage import Lane, UnitOfWork

T = TypeVar("T")


class SqlStorage:
    """The database belongs to whoever opened it."""

    def __init__(self, database: Database) -> None:
        self._database = database
        # One writer and no trips to it: there would be nothing to share.
        self._shared = SharedTransactions(database) if database.dialect_name == "mysql" else None

    @property
    def most_among(self) -> int:
        return 1 if self._shared is None else MOST_TOGETHER

    async def run(self, work: Callable[[UnitOfWork], Awaitable[T]]) -> T:
        return await transact(self._database, _with_unit_of_work(work))

    async def run_among(self, lane: Lane, key: Hashable, work: Callable[[UnitOfWork], Coroutine[Any, Any, T]]) -> T:
        if self._shared is None:
            return await self.run(work)
        return await self._shared.run(lane, key, _with_unit_of_work(work))

    async def read(self, work: Callable[[UnitOfWork], Awaitable[T]]) -> T:
        return await read(self._database, _with_unit_of_work(work))


def _with_unit_of_work(
    work: Callable[[UnitOfWork], Awaitable[T]],
) -> Callable[[AsyncConnection], Coroutine[Any, Any, T]]:
    async def run(connection: AsyncConnection) -> T:
        return await work(SqlUnitOfWork(connection))

    return run
