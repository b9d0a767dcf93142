"""Storage on real databases: migrated once, emptied before each test."""

import asyncio
import shutil
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import delete

from adapters.outbound.database import driver_run
from adapters.outbound.database.engine import Database, open_database
from adapters.outbound.database.event_inbox import GroupCommitInbox
from adapters.outbound.database.migrate import upgrade
from adapters.outbound.database.schema import metadata
from adapters.outbound.database.storage import SqlStorage
from ports.event_inbox import EventInbox
from ports.storage import Storage
from tests.integration.services.mariadb import MariaDbServer


@pytest.fixture(scope="session")
def migrated_sqlite_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """To be copied."""
    path = tmp_path_factory.mktemp("sqlite") / "otklik.db"
    asyncio.run(upgrade(f"sqlite:///{path}"))
    return path


@pytest.fixture
def sqlite_url(migrated_sqlite_file: Path, tmp_path: Path) -> str:
    """The URL of a migrated, empty database of the test's own."""
    return f"sqlite:///{shutil.copy(migrated_sqlite_file, tmp_path / 'otklik.db')}"


@pytest.fixture(scope="session")
def shared_mariadb_url(mariadb: MariaDbServer) -> str:
    url = mariadb.url(mariadb.create_database())
    asyncio.run(upgrade(url))
    return url


@pytest.fixture
async def mariadb_database(shared_mariadb_url: str) -> AsyncIterator[Database]:
    async with open_database(shared_mariadb_url) as database:
        await _empty(database)
        yield database


@pytest.fixture(params=["sqlite_url", "shared_mariadb_url"], ids=["sqlite", "mariadb"])
def database_url(request: pytest.FixtureRequest) -> str:
    """Of both kinds, one after the other."""
    url: str = request.getfixturevalue(request.param)
    return url


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    async with open_database(database_url) as database:
        if database.dialect_name == "mysql":
            await _empty(database)
        yield database


@pytest.fixture
def storage(database: Database) -> Storage:
    return SqlStorage(database)


@pytest.fixture
async def inbox(database: Database) -> AsyncIterator[EventInbox]:
    async with GroupCommitInbox(database) as inbox:
        yield inbox


async def _empty(database: Database) -> None:
    async with database.writing() as connection:
        for table in metadata.sorted_tables:
            await connection.execute(delete(table))


@pytest.fixture
def packets(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How many statements each packet to the server had."""
    seen: list[int] = []
    send = driver_run._send

    async def counted(driver: Any, statements: Any) -> Any:
        seen.append(len(statements))
        return await send(driver, statements)

    monkeypatch.setattr(driver_run, "_send", counted)
    return seen
