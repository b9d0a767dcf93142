"""What runs in place keeps its order with what runs in the connection's thread."""

import asyncio
import threading
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest
from sqlalchemy.ext.asyncio import AsyncConnection

from adapters.outbound.database.engine import Database
from adapters.outbound.database.sqlite_connection import SqliteConnection
from adapters.outbound.database.storage import SqlStorage
from tests.contracts.rows import add_person
from tests.factories import make_person


@pytest.fixture
async def connection(tmp_path: Path) -> AsyncIterator[SqliteConnection]:
    connection = SqliteConnection(str(tmp_path / "file.db"), timeout=0.0, check_same_thread=False)
    assert await connection is connection
    yield connection
    await connection.close()


async def cut_short(connection: SqliteConnection, work: Callable[[], object]) -> None:
    """Ask the thread for ``work`` and leave before it is done."""
    asked = asyncio.create_task(connection._execute(work))
    await asyncio.sleep(0)
    asked.cancel()
    await asyncio.wait({asked})


async def test_what_somebody_has_left_behind_is_done_when_it_has_settled(connection: SqliteConnection) -> None:
    done: list[str] = []
    may_go_on = threading.Event()
    await cut_short(connection, may_go_on.wait)
    await cut_short(connection, lambda: done.append("left behind"))
    asyncio.get_running_loop().call_later(0.01, may_go_on.set)

    await connection.settle()

    assert done == ["left behind"]


async def test_asks_the_thread_for_nothing_when_nothing_was_left_behind(connection: SqliteConnection) -> None:
    await connection._execute(lambda: None)
    asked = connection._asked

    await connection.settle()

    assert connection._asked == asked


async def test_has_settled_when_what_was_asked_for_has_failed(connection: SqliteConnection) -> None:
    def fail() -> None:
        raise OSError

    with pytest.raises(OSError):  # noqa: PT011 - it carries nothing
        await connection._execute(fail)

    await asyncio.wait_for(connection.settle(), timeout=30)
    assert connection._asked == connection._done


async def test_a_transaction_that_has_only_read_asks_the_thread_for_nothing(
    connection: SqliteConnection,
) -> None:
    for end in (connection.commit, connection.rollback):
        await connection.begin()
        assert connection.in_place().execute("SELECT 1").fetchall() == [(1,)]
        asked = connection._asked

        await end()

        assert connection._asked == asked
        assert not connection.in_transaction


async def test_what_was_written_is_committed_by_the_thread(connection: SqliteConnection) -> None:
    connection.in_place().execute("CREATE TABLE things (name)")
    await connection.begin()
    connection.in_place().execute("INSERT INTO things VALUES ('one')")
    asked = connection._asked

    await connection.commit()

    assert connection._asked == asked + 1
    assert not connection.in_transaction


async def test_the_end_of_a_cancelled_transaction_is_not_that_of_the_next(database: Database) -> None:
    """Its rollback waits behind a thread that is busy when the next one begins."""
    storage = SqlStorage(database)
    may_go_on = threading.Event()

    async with database.writing() as first:
        driver = await driver_of(first)
    await cut_short(driver, may_go_on.wait)
    await cut_short(driver, driver.in_place().rollback)
    asyncio.get_running_loop().call_later(0.01, may_go_on.set)

    person = make_person()
    await storage.run(lambda uow: uow.people.add(person))

    assert (await storage.read(lambda uow: uow.people.get(person.id))) == person
    await add_person(storage)


async def driver_of(connection: AsyncConnection) -> SqliteConnection:
    driver = (await connection.get_raw_connection()).driver_connection
    assert isinstance(driver, SqliteConnection)
    return driver
