"""Statements that go straight to the driver behave as SQLAlchemy's own do."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from typing import Any, Final

import pytest
from sqlalchemy import bindparam, event, literal_column, select, text, update
from sqlalchemy.exc import IntegrityError, OperationalError, ProgrammingError
from sqlalchemy.ext.asyncio import AsyncConnection

from adapters.outbound.database.engine import Database, open_database
from adapters.outbound.database.prepared import Prepared, PreparedForMany, prepared_insert
from adapters.outbound.database.schema import halts, people
from adapters.outbound.database.transaction import transact
from domain.errors import StorageUnavailableError
from tests.factories import make_id

NOW: Final = datetime(2026, 9, 21, 12, 30, 0, 123_000, tzinfo=UTC)
ODD: Final = "50 % «'\"`\\ %s %(id)s ? :id 🎄\n"
ADD: Final = prepared_insert(people)
BY_ID: Final = Prepared(select(people).where(people.c.id == bindparam("id")))
RENAME: Final = Prepared(update(people).where(people.c.id == bindparam("id")).values(login=bindparam("login")))
OF_THEM: Final = PreparedForMany(people.c.id, lambda are_they: select(people.c.id).where(are_they))


@pytest.fixture
async def connection(database: Database) -> AsyncIterator[AsyncConnection]:
    async with database.writing() as connection:
        yield connection


def person(**given: Any) -> dict[str, Any]:
    row = {"id": make_id(), "kind": "user", "created_at": NOW, "login": ODD}
    return dict.fromkeys(people.c.keys()) | row | given


async def test_gives_back_what_was_given(connection: AsyncConnection) -> None:
    row = person()

    await ADD.change(connection, **row)

    assert (await BY_ID.first(connection, id=row["id"]))._asdict() == row
    assert (await connection.execute(select(people))).one()._asdict() == row
    assert await BY_ID.value(connection, id=row["id"]) == row["id"]


async def test_finds_nothing_where_nothing_is(connection: AsyncConnection) -> None:
    assert await BY_ID.all(connection, id=make_id()) == []
    assert await BY_ID.first(connection, id=make_id()) is None
    assert await BY_ID.value(connection, id=make_id()) is None
    assert await RENAME.change(connection, id=make_id(), login="x") == 0


async def test_takes_no_value_that_would_come_nowhere(connection: AsyncConnection) -> None:
    with pytest.raises(TypeError, match="login"):
        await BY_ID.all(connection, id=make_id(), login="x")
    with pytest.raises(KeyError):
        await RENAME.change(connection, id=make_id())


async def test_counts_rows_that_were_like_that_before(connection: AsyncConnection) -> None:
    row = person()
    await ADD.change(connection, **row)

    assert await RENAME.change(connection, id=row["id"], login=ODD) == 1


@pytest.mark.parametrize("count", [0, 1, 2, 5])
async def test_takes_a_list_of_any_length(connection: AsyncConnection, count: int) -> None:
    rows = [person(login=str(number)) for number in range(5)]
    for row in rows:
        await ADD.change(connection, **row)
    wanted = [row["id"] for row in rows[:count]]

    assert {row.id for row in await OF_THEM.all(connection, wanted)} == set(wanted)


async def test_lists_of_many_lengths_are_a_few_statements(connection: AsyncConnection) -> None:
    heard: set[str] = set()

    @event.listens_for(connection.sync_engine, "before_cursor_execute")
    def _hear(_connection: object, _cursor: object, words: str, *_more: object) -> None:
        heard.add(words)

    for count in range(1, 17):
        await OF_THEM.all(connection, [make_id() for _ in range(count)])
    event.remove(connection.sync_engine, "before_cursor_execute", _hear)

    assert len(heard) == 5


async def test_tells_a_known_key_and_goes_on(connection: AsyncConnection) -> None:
    row = person()
    await ADD.change(connection, **row)

    with pytest.raises(IntegrityError) as raised:
        await ADD.change(connection, **row | {"login": "another"})

    assert ODD not in str(raised.value)
    assert (await BY_ID.first(connection, id=row["id"])).login == ODD


async def test_tells_a_statement_that_is_wrong(connection: AsyncConnection) -> None:
    with pytest.raises((ProgrammingError, OperationalError)):
        await Prepared(select(literal_column("nothing_of_the_kind")).select_from(halts)).all(connection)


async def test_is_undone_with_its_transaction(database: Database) -> None:
    row = person()

    async def fail() -> None:
        async with database.writing() as connection:
            await ADD.change(connection, **row)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        await fail()

    async with database.reading() as connection:
        assert await BY_ID.first(connection, id=row["id"]) is None


async def test_is_undone_when_it_writes_where_only_reading_is_meant(mariadb_database: Database) -> None:
    row = person()
    async with mariadb_database.reading() as connection:
        await ADD.change(connection, **row)
        assert await BY_ID.first(connection, id=row["id"]) is not None

    async with mariadb_database.reading() as connection:
        assert await BY_ID.first(connection, id=row["id"]) is None


async def test_sees_one_moment_of_a_file_while_reading(sqlite_url: str) -> None:
    row = person()
    async with open_database(sqlite_url) as database, database.reading() as reading:
        assert await BY_ID.first(reading, id=row["id"]) is None
        async with database.writing() as writing:
            await ADD.change(writing, **row)

        assert await BY_ID.first(reading, id=row["id"]) is None


async def test_transaction_is_run_again_when_its_connection_is_cut(mariadb_database: Database) -> None:
    row, runs = person(), 0

    async def add(connection: AsyncConnection) -> None:
        nonlocal runs
        runs += 1
        await ADD.change(connection, **row)
        if runs == 1:
            await _cut(mariadb_database, connection)
        await RENAME.change(connection, id=row["id"], login="x")

    await transact(mariadb_database, add)

    async with mariadb_database.reading() as connection:
        assert (await BY_ID.first(connection, id=row["id"])).login == "x"
    assert runs == 2


async def test_transaction_is_not_run_again_when_its_connection_is_cut_at_the_commit(
    mariadb_database: Database,
) -> None:
    row, runs = person(), 0

    async def add(connection: AsyncConnection) -> None:
        nonlocal runs
        runs += 1
        await ADD.change(connection, **row)
        await _cut(mariadb_database, connection)

    with pytest.raises(StorageUnavailableError):
        await transact(mariadb_database, add)

    assert runs == 1


async def test_connection_is_given_up_when_a_statement_is_cancelled(mariadb_database: Database) -> None:
    slow = Prepared(select(text("SLEEP(5), 'late'")).select_from(halts.alias()))

    async def wait() -> None:
        async with mariadb_database.writing() as connection:
            await connection.execute(halts.insert().values(key="a", reason="", since=NOW, until=NOW, tries=0))
            await slow.all(connection)

    waiting = asyncio.create_task(wait())
    await asyncio.sleep(0.2)
    waiting.cancel()
    await asyncio.wait({waiting})

    for number in range(20):
        async with mariadb_database.reading() as connection:
            assert await Prepared(select(literal_column(str(number)).label("number"))).value(connection) == number


async def _cut(database: Database, connection: AsyncConnection) -> None:
    number = (await connection.execute(select(text("CONNECTION_ID()")))).scalar_one()
    async with database.writing() as other:
        await other.execute(text(f"KILL {number}"))
