"""
Bringing the database's tables to the form that this program works with, and checking that they have it.

Alembic moves them; to see that nothing has to be moved, as at nearly every start, it is not loaded.
"""

import asyncio
import hashlib
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Final, Literal

from sqlalchemy import Connection, inspect, text
from sqlalchemy.ext.asyncio import AsyncConnection

from adapters.outbound.database.database_url import MysqlUrl, parse_database_url
from adapters.outbound.database.engine import Database
from adapters.outbound.database.failures import translated
from adapters.outbound.database.sqlite_engine import create_sqlite_engines
from domain.errors import OtklikError, StorageUnavailableError

_SCRIPTS: Final = Path(__file__).resolve().parents[3] / "migrations"
_SCRIPT: Final = re.compile(r"r(\d{4})_\w+\.py")
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
    await _run(url, "upgrade", known_revisions()[-1] if revision == "head" else revision)


async def downgrade(url: str, *, revision: str) -> None:
    """Go back to ``revision``; with ``base`` no table is left, and nothing of what was in them. As ``upgrade``."""
    await _run(url, "downgrade", revision)


async def current_revision(database: Database) -> str | None:
    """The revision of the tables; None when there are none. Raises StorageUnavailableError."""
    with translated():
        async with database.reading() as connection:
            return await connection.run_sync(_revision)


async def check_schema(database: Database) -> None:
    """Raises SchemaOutdatedError, StorageUnavailableError."""
    found = await current_revision(database)
    _refuse_foreign(found)
    wanted = known_revisions()[-1]
    if found != wanted:
        raise SchemaOutdatedError(found=found, wanted=wanted)


def known_revisions() -> list[str]:
    """Oldest first, as the names of their files tell them: each follows the one before, none branches."""
    return sorted(name[1] for file in (_SCRIPTS / "versions").iterdir() if (name := _SCRIPT.fullmatch(file.name)))


def _revision(connection: Connection) -> str | None:
    if not inspect(connection).has_table("alembic_version"):
        return None
    found: str | None = connection.execute(text("SELECT version_num FROM alembic_version")).scalar_one_or_none()
    return found


def _refuse_foreign(found: str | None) -> None:
    known = known_revisions()
    if found is not None and found not in known:
        raise SchemaOutdatedError(found=found, wanted=known[-1], is_foreign=True)


def _move(connection: Connection, way: Literal["upgrade", "downgrade"], revision: str) -> None:
    from alembic import command
    from alembic.config import Config

    config = Config(attributes={"connection": connection})
    config.set_main_option("script_location", str(_SCRIPTS))
    move = command.upgrade if way == "upgrade" else command.downgrade
    move(config, revision)


async def _run(url: str, way: Literal["upgrade", "downgrade"], revision: str) -> None:
    def run(connection: Connection) -> None:
        found = _revision(connection)
        _refuse_foreign(found)
        if found != revision:
            _move(connection, way, revision)

    with translated():
        async with _exclusively(url) as connection:
            await connection.run_sync(run)


@asynccontextmanager
async def _exclusively(url: str) -> AsyncIterator[AsyncConnection]:
    """Open a transaction that no other migration runs beside; committed at the end."""
    target = parse_database_url(url)
    if isinstance(target, MysqlUrl):
        from adapters.outbound.database.mysql_engine import create_mysql_engine

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
