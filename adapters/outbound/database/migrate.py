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
from adapters.outbound.database.failures import translated
from adapters.outbound.database.mysql_engine import create_mysql_engine
from adapters.outbound.database.sqlite_engine import create_sqlite_engines
from domain.errors import OtklikError, StorageUnavailableError

_SCRIPTS: Final = Path(__file__).resolve().parents[3] / "migrations"
_LOCK_SECONDS: Final = 120
_CONNECT_SECONDS: Final = 10.0
_VERSION_TABLE: Final = "CREATE TABLE IF NOT EXISTS alembic_version (version_num VARCHAR(32) NOT NULL PRIMARY KEY)"
"""As Alembic makes it, without a name for the primary key, of which the server would warn."""


class SchemaOutdatedError(OtklikError):
    """
    The tables are of another revision than this program wants.

    ``found`` is None when there are none. ``is_foreign``: a revision that this program does not know, made by a newer
    one; migrating cannot help then.
    """

    def __init__(self, *, found: str | None, wanted: str, is_foreign: bool = False) -> None:
        super().__init__(found, wanted)
        self.found = found
        self.wanted = wanted
        self.is_foreign = is_foreign

    def __str__(self) -> str:
        remedy = "it was made by a newer program" if self.is_foreign else "run `otklik migrate`"
        return f"the database is at revision {self.found or 'none'}, wanted is {self.wanted}: {remedy}"


async def upgrade(url: str, *, revision: str = "head") -> None:
    """
    Bring the tables to ``revision``, the newest; does nothing when they are there.

    Safe to run on several machines at once: one does it, the others wait. One that was interrupted is run again.
    Raises DatabaseUrlError, StorageUnavailableError, and SchemaOutdatedError for a revision that is not known here.
    """
    await _run(url, lambda config: command.upgrade(config, revision))


async def downgrade(url: str, *, revision: str) -> None:
    """Go back to ``revision``; with ``base`` no table is left, and nothing of what was in them. As ``upgrade``."""
    await _run(url, lambda config: command.downgrade(config, revision))


async def current_revision(database: Database) -> str | None:
    """The revision of the tables; None when there are none. Raises StorageUnavailableError."""
    with translated():
        async with database.reading() as connection:
            return await connection.run_sync(_revision)


async def check_schema(database: Database) -> None:
    """Raises SchemaOutdatedError, StorageUnavailableError."""
    found = await current_revision(database)
    _refuse_foreign(found)
    if found != _head():
        raise SchemaOutdatedError(found=found, wanted=_head())


def _revision(connection: Connection) -> str | None:
    return MigrationContext.configure(connection).get_current_revision()


def _head() -> str:
    return ScriptDirectory(str(_SCRIPTS)).get_current_head() or ""


def _refuse_foreign(found: str | None) -> None:
    known = {script.revision for script in ScriptDirectory(str(_SCRIPTS)).walk_revisions()}
    if found is not None and found not in known:
        raise SchemaOutdatedError(found=found, wanted=_head(), is_foreign=True)


async def _run(url: str, move: Callable[[Config], None]) -> None:
    def run(connection: Connection) -> None:
        _refuse_foreign(_revision(connection))
        config = Config(attributes={"connection": connection})
        config.set_main_option("script_location", str(_SCRIPTS))
        move(config)

    with translated():
        async with _exclusively(url) as connection:
            await connection.run_sync(run)


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
        engine, _ = create_sqlite_engines(
            target, readers=1, acquire_timeout=_CONNECT_SECONDS, busy_seconds=_LOCK_SECONDS
        )
    try:
        async with engine.begin() as connection:
            if isinstance(target, MysqlUrl):
                await _prepare(connection, target.name)
            yield connection
    finally:
        # Ends the connection too, and MySQL's lock with it.
        await asyncio.shield(engine.dispose())


async def _prepare(connection: AsyncConnection, database_name: str) -> None:
    """MySQL's named locks belong to the server, not to one of its databases, and outlive DDL's commits."""
    name = f"otklik.migrate.{hashlib.sha256(database_name.encode()).hexdigest()[:16]}"
    got = await connection.execute(text("SELECT GET_LOCK(:name, :seconds)"), {"name": name, "seconds": _LOCK_SECONDS})
    if got.scalar_one() != 1:
        raise StorageUnavailableError("another migration is running")
    # What an interrupted run has left, and how Alembic names its own key, is no news for the log.
    await connection.execute(text("SET sql_notes=0"))
    await connection.execute(text(_VERSION_TABLE))
