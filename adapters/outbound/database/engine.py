"""Connections to the database: how they are opened, kept, checked and given up."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from adapters.outbound.database.database_url import MysqlUrl, parse_database_url
from adapters.outbound.database.driver_run import begin, commit
from adapters.outbound.database.failures import translated
from adapters.outbound.database.sqlite_engine import BUSY_SECONDS, create_sqlite_engines
from domain.errors import StorageUnavailableError


class Database:
    """
    One database and its connections.

    ``one_writer``: transactions that write go one after another, as SQLite wants it; each waits ``patience`` seconds
    for its turn at most. ``limit``: seconds that a transaction may take, connecting included; None for no limit.
    """

    def __init__(
        self,
        *,
        writer: AsyncEngine,
        reader: AsyncEngine,
        one_writer: bool,
        patience: float,
        limit: float | None = None,
    ) -> None:
        self._writer = writer
        self._reader = reader
        self._turn = asyncio.Lock() if one_writer else None
        self._patience = patience
        self._limit = limit

    @property
    def dialect_name(self) -> str:
        """``mysql``, for MariaDB too, or ``sqlite``."""
        return self._writer.dialect.name

    @asynccontextmanager
    async def writing(self) -> AsyncIterator[AsyncConnection]:
        """
        Open a transaction: committed at the end of the block, rolled back when it raises or is cancelled.

        The driver's errors come out as they are, except that waiting too long is StorageUnavailableError.
        """
        # What fails is rolled back by the pool.
        async with self._my_turn(), self._limited(), self._writer.connect() as connection:
            await begin(connection)
            yield connection
            await commit(connection)

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[AsyncConnection]:
        """Open a transaction that is always rolled back."""
        async with self._limited(), self._reader.connect() as connection:
            await begin(connection)
            yield connection

    @asynccontextmanager
    async def snapshot(self) -> AsyncIterator[AsyncConnection]:
        """The same, but all its statements see the database as it was at the first of them."""
        async with self.reading() as connection:
            if self.dialect_name == "mysql":
                # Of the next transaction only; SQLite's are like that anyway.
                await connection.execute(text("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ"))
            yield connection

    async def ping(self) -> None:
        """Raises StorageUnavailableError when the database does not answer."""
        with translated():
            async with self.reading() as connection:
                await connection.execute(text("SELECT 1"))

    async def close(self) -> None:
        await self._reader.dispose()
        await self._writer.dispose()

    @asynccontextmanager
    async def _limited(self) -> AsyncIterator[None]:
        """A server that has gone silent is not waited for."""
        limit = asyncio.timeout(self._limit)
        try:
            async with limit:
                yield
        except TimeoutError as error:
            if not limit.expired():
                raise
            raise StorageUnavailableError("the transaction took too long") from error

    @asynccontextmanager
    async def _my_turn(self) -> AsyncIterator[None]:
        if self._turn is None:
            yield
            return
        try:
            async with asyncio.timeout(self._patience):
                await self._turn.acquire()
        except TimeoutError as error:
            raise StorageUnavailableError("too many wait to write") from error
        try:
            yield
        finally:
            self._turn.release()


@asynccontextmanager
async def open_database(
    url: str,
    *,
    pool_size: int = 10,
    acquire_timeout: float = 10.0,
    connect_timeout: float = 5.0,
    read_timeout: float = 20.0,
    busy_seconds: float = BUSY_SECONDS,
) -> AsyncIterator[Database]:
    """
    Give access to the database at ``url``; see ``parse_database_url`` for what that may be.

    Nothing is connected before the first use. Times are in seconds: ``acquire_timeout`` to get a connection of the
    ``pool_size`` there are, ``connect_timeout`` to make one, greeting included, ``read_timeout`` for the server to
    answer the statements of a transaction (half of it may pass without one, on MariaDB), ``busy_seconds`` for another
    process to leave an SQLite file, which is tried several times. The folder of an SQLite file is made. Raises
    DatabaseUrlError.
    """
    target = parse_database_url(url)
    if isinstance(target, MysqlUrl):
        # Its driver is loaded where there is a server: it takes as much memory as all the rest of the database's code.
        from adapters.outbound.database.mysql_engine import create_mysql_engine

        engine = create_mysql_engine(
            target,
            pool_size=pool_size,
            acquire_timeout=acquire_timeout,
            connect_timeout=connect_timeout,
            read_timeout=read_timeout,
        )
        limit = acquire_timeout + read_timeout
        database = Database(writer=engine, reader=engine, one_writer=False, patience=acquire_timeout, limit=limit)
    else:
        writer, reader = create_sqlite_engines(
            target, readers=pool_size, acquire_timeout=acquire_timeout, busy_seconds=busy_seconds
        )
        database = Database(writer=writer, reader=reader, one_writer=True, patience=acquire_timeout)
    try:
        yield database
    finally:
        # Connections have to go even when whoever closes is being cancelled: a thread stands behind each of SQLite's.
        await asyncio.shield(database.close())
