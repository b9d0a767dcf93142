"""Bringing the database's tables to the form that this program works with, and checking that they have it."""

import asyncio
import hashlib
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Final

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, text
from sqlalchemy.ext.asyncio import AsyncConnection

from adapters.outbound.database.database_url import MysqlUrl, parse_database_url
from adapters.outbound.database.engine import Database
from adapters.outbound.database.failures import UNAVAILABLE, describe
from adapters.outbound.database.mysql_engine import create_mysql_engine
from adapters.outbound.database.sqlite_engine import create_sqlite_engines
from domain.errors import StorageUnavailableError

_SCRIPTS: Final = Path(__file__).resolve().parents[3] / "migrations"
_LOCK_SECONDS: Final = 120
_CONNECT_SECONDS: Final = 10.0


class SchemaOutdatedError(Exception):
    """The tables are of another revision than this program wants; ``found`` is None when there are none."""

    def __init__(self, *, found: str | None, wanted: str) -> None:
        super().__init__(found, wanted)
        self.found = found
        self.wanted = wanted

    def __str__(self) -> str:
        return f"the database is at revision {self.found or 'none'}, wanted is {self.wanted}: run `otklik migrate`"


async def upgrade(url: str, *, revision: str = "head") -> None:
    """
    Bring the tables to ``revision``, the newest; does nothing when they are there.

    Safe to run on several machines at once: one does it, the others wait. One that was interrupted is run again.
    Raises DatabaseUrlError, StorageUnavailableError.
    """
    await _run(url, lambda config: command.upgrade(config, revision))


async def downgrade(url: str, *, revision: str) -> None:
    """Go back to ``revision``; with ``base`` no table is left, and nothing of what was in them. As ``upgrade``."""
    await _run(url, lambda config: command.downgrade(config, revision))


async def current_revision(database: Database) -> str | None:
    """The revision of the tables; None when there are none. Raises StorageUnavailableError."""
    try:
        async with database.reading() as connection:
            return await connection.run_sync(_revision)
    except UNAVAILABLE as error:
        raise StorageUnavailableError(describe(error)) from error


async def check_schema(database: Database) -> None:
    """Raises SchemaOutdatedError, StorageUnavailableError."""
    found = await current_revision(database)
    wanted = ScriptDirectory(str(_SCRIPTS)).get_current_head() or ""
    if found != wanted:
        raise SchemaOutdatedError(found=found, wanted=wanted)


def _revision(connection: Connection) -> str | None:
    return MigrationContext.configure(connection).get_current_revision()


async def _run(url: str, move: Callable[[Config], None]) -> None:
    def run(connection: Connection) -> None:
        config = Config(attributes={"connection": connection})
        config.set_main_option("script_location", str(_SCRIPTS))
        move(config)

    try:
        async with _exclusively(url) as connection:
            await connection.run_sync(run)
    except UNAVAILABLE as error:
        raise StorageUnavailableError(describe(error)) from error


@asynccontextmanager
async def _exclusively(url: str) -> AsyncIterator[AsyncConnection]:
    """Open a transaction that no other migration runs beside; committed at the end."""
    target = parse_database_url(url)
    if isinstance(target, MysqlUrl):
        engine = create_mysql_engine(
            target, pool_size=1, acquire_timeout=_CONNECT_SECONDS, connect_timeout=_CONNECT_SECONDS, read_timeout=None
        )
    else:
        # Its transactions begin by taking the file's write lock; there is nothing to add.
        engine, _ = create_sqlite_engines(target, readers=1, acquire_timeout=_CONNECT_SECONDS)
    try:
        async with engine.begin() as connection:
            if isinstance(target, MysqlUrl):
                await _lock(connection, target.name)
            yield connection
    finally:
        # Ends the connection too, and MySQL's lock with it.
        await asyncio.shield(engine.dispose())


async def _lock(connection: AsyncConnection, database_name: str) -> None:
    """MySQL's named locks belong to the server, not to one of its databases, and outlive DDL's commits."""
    name = f"otklik.migrate.{hashlib.sha256(database_name.encode()).hexdigest()[:16]}"
    got = await connection.execute(text("SELECT GET_LOCK(:name, :seconds)"), {"name": name, "seconds": _LOCK_SECONDS})
    if got.scalar_one() != 1:
        raise StorageUnavailableError("another migration is running")
