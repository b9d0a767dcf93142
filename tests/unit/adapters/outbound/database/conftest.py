"""A database in a file: SQLite needs no service."""

import asyncio
import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from adapters.outbound.database.engine import Database, open_database
from adapters.outbound.database.migrate import upgrade
from adapters.outbound.database.storage import SqlStorage


@pytest.fixture(scope="session")
def migrated_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """To be copied."""
    path = tmp_path_factory.mktemp("sqlite") / "otklik.db"
    asyncio.run(upgrade(f"sqlite:///{path}"))
    return path


@pytest.fixture
def file(migrated_file: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(migrated_file, tmp_path / "otklik.db"))


@pytest.fixture
async def database(file: Path) -> AsyncIterator[Database]:
    async with open_database(f"sqlite:///{file}") as database:
        yield database


@pytest.fixture
def storage(database: Database) -> SqlStorage:
    return SqlStorage(database)
