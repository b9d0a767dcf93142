import asyncio
import logging
import random
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import SQLAlchemyError

from adapters.outbound.database.database_url import DatabaseUrlError
from adapters.outbound.database.dialect import database_time
from adapters.outbound.database.engine import Database, open_database
from adapters.outbound.database.migrate import upgrade
from adapters.outbound.database.storage import SqlStorage
from domain.errors import StorageUnavailableError
from ports.storage import UnitOfWork
from tests.contracts.rows import add_conversation, add_message, add_person
from tests.factories import make_new_message, make_person


@contextmanager
def another_writer(file: Path) -> Iterator[sqlite3.Connection]:
    """As a command beside the server would, it holds the file."""
    connection = sqlite3.connect(file, isolation_level=None)
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield connection
    finally:
        connection.close()


async def setting(database: Database, name: str, *, writing: bool) -> Any:
    async with database.writing() if writing else database.reading() as connection:
        return (await connection.execute(text(f"PRAGMA {name}"))).scalar_one()


async def test_syncs_at_every_commit_when_it_writes(database: Database) -> None:
    assert await setting(database, "journal_mode", writing=True) == "wal"
    assert await setting(database, "synchronous", writing=True) == 2
    assert await setting(database, "foreign_keys", writing=True) == 1


async def test_cannot_write_when_it_is_to_read(database: Database) -> None:
    assert await setting(database, "query_only", writing=False) == 1
    storage = SqlStorage(database)

    with pytest.raises((SQLAlchemyError, StorageUnavailableError)):
        await storage.read(lambda uow: uow.people.add(make_person()))


async def test_tells_utc_when_asked_for_the_database_time(database: Database) -> None:
    shifts = [timedelta(hours=-1), timedelta(), timedelta(milliseconds=1500), timedelta(days=400)]
    async with database.reading() as connection:
        now, *shifted = (
            await connection.execute(select(database_time(), *(database_time(shift) for shift in shifts)))
        ).one()

    assert [moment - now for moment in shifted] == shifts
    assert abs(now - datetime.now(UTC)) < timedelta(minutes=1)


async def test_makes_the_folder_when_it_is_missing(tmp_path: Path) -> None:
    file = tmp_path / "var" / "data" / "otklik.db"

    async with open_database(f"sqlite:///{file}") as database:
        await database.ping()

    assert file.exists()


async def test_names_the_folder_when_it_cannot_be_made(tmp_path: Path) -> None:
    (tmp_path / "var").write_text("a file")

    with pytest.raises(DatabaseUrlError, match="var"):
        async with open_database(f"sqlite:///{tmp_path}/var/data/otklik.db"):
            pass


async def test_raises_when_the_file_is_no_database(tmp_path: Path) -> None:
    file = tmp_path / "otklik.db"
    file.write_text("words " * 1_000)

    async with open_database(f"sqlite:///{file}") as database:
        with pytest.raises(StorageUnavailableError):
            await add_person(SqlStorage(database))


async def test_waits_when_another_process_writes(file: Path, storage: SqlStorage) -> None:
    with another_writer(file) as other:
        adding = asyncio.create_task(add_person(storage))
        await asyncio.sleep(0.05)
        assert not adding.done()
        other.execute("COMMIT")

        await adding


async def test_gives_up_when_another_process_never_stops_writing(file: Path, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO, logger="otklik.database")
    async with open_database(f"sqlite:///{file}", busy_seconds=0.01) as database:
        storage = SqlStorage(database)

        with another_writer(file), pytest.raises(StorageUnavailableError):
            await add_person(storage)

        assert len([line for line in caplog.messages if "OperationalError 5" in line]) == 5
        await add_person(storage)


async def test_raises_when_a_writer_of_its_own_never_ends(file: Path) -> None:
    async with open_database(f"sqlite:///{file}", acquire_timeout=0.05) as database:
        storage = SqlStorage(database)

        async with database.writing():
            with pytest.raises(StorageUnavailableError):
                await add_person(storage)

        await add_person(storage)


async def test_stores_whole_transactions_only_when_they_are_cancelled(storage: SqlStorage) -> None:
    conversation = await add_conversation(storage)
    chance = random.Random(5)  # noqa: S311 - a storm, not a secret

    async def write_two(uow: UnitOfWork) -> None:
        for _ in range(2):
            await uow.messages.add(make_new_message(conversation_id=conversation.id))

    async def write_or_be_cut() -> None:
        task = asyncio.create_task(storage.run(write_two))
        await asyncio.sleep(chance.random() * 0.15)
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)

    await asyncio.gather(*(write_or_be_cut() for _ in range(40)))

    stored = await storage.read(lambda uow: uow.messages.after(conversation.id, seq=0, limit=1_000))
    assert len(stored) % 2 == 0
    assert [message.seq for message in stored] == list(range(1, len(stored) + 1))
    await add_message(storage, conversation.id)


async def test_makes_one_schema_when_several_migrate_a_new_file_together(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'new.db'}"

    await asyncio.gather(*(upgrade(url) for _ in range(3)))

    async with open_database(url) as database:
        await add_person(SqlStorage(database))
