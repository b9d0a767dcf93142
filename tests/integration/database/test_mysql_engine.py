"""How connections to a real server behave: settings, values, cancellation, faults."""

import asyncio
import random
import traceback
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import insert, select, text, update
from sqlalchemy.exc import DataError
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlalchemy.util import greenlet_spawn

from adapters.outbound.database.dialect import database_time
from adapters.outbound.database.engine import Database, open_database
from adapters.outbound.database.migrate import upgrade
from adapters.outbound.database.schema import events, person_days
from adapters.outbound.database.storage import SqlStorage
from adapters.outbound.database.transaction import read, transact
from adapters.outbound.database.unit_of_work import SqlUnitOfWork
from domain.errors import StorageUnavailableError
from domain.identifiers import PersonId
from domain.person import Person
from ports.storage import UnitOfWork
from tests.contracts.rows import add_conversation, add_message, add_person, get_conversation
from tests.factories import MOMENT, TODAY, make_id, make_new_message, make_person
from tests.integration.services.mariadb import PASSWORD, QUOTED_PASSWORD, MariaDbServer, mariadb_server
from tests.integration.services.ports import HOST

SETTINGS = (
    "SELECT @@time_zone, @@tx_isolation, @@character_set_client, @@innodb_lock_wait_timeout, @@max_statement_time,"
    " @@sql_mode, @@autocommit, @@idle_transaction_timeout"
)


async def value_of(database: Database, statement: str, **parameters: object) -> Any:
    async with database.reading() as connection:
        return (await connection.execute(text(statement), parameters)).scalar_one()


async def test_prepares_the_session_when_connected(mariadb_database: Database) -> None:
    async with mariadb_database.reading() as connection:
        found = (await connection.execute(text(SETTINGS))).one()
        zone, isolation, charset, lock_wait, limit, mode, autocommit, idle = found

    assert (zone, isolation, charset) == ("+00:00", "READ-COMMITTED", "utf8mb4")
    assert (lock_wait, float(limit), autocommit, idle) == (5, 20.0, 0, 10)
    assert "STRICT_ALL_TABLES" in mode


async def test_counts_matched_rows_when_an_update_changes_nothing(mariadb_database: Database) -> None:
    row = {"person_id": make_id(), "day": TODAY, "answers": 1}
    async with mariadb_database.writing() as connection:
        await connection.execute(insert(person_days).values(row))

        same = await connection.execute(update(person_days).values(answers=1))

        assert same.rowcount == 1


async def test_keeps_every_byte_and_character_when_stored(mariadb_database: Database) -> None:
    body = bytes(range(256)) * 4
    words = "'; DROP TABLE events; -- \" ` \\ \x00 \x1a %s %(a)s :a 🎄 ё 𝔘"
    async with mariadb_database.writing() as connection:
        values = {"id": make_id(), "group_id": 1, "event_id": bytes(range(128)), "type": "t", "body": body}
        queue = {"received_at": MOMENT, "state": "waiting", "tries": 0, "lease_token": 0, "reason": words}
        await connection.execute(insert(events).values(values | queue))

    async with mariadb_database.reading() as connection:
        row = (await connection.execute(select(events))).one()

    assert (row.body, row.event_id, row.reason, row.id) == (body, values["event_id"], words, values["id"])


async def test_tells_utc_when_asked_for_the_database_time(mariadb_database: Database) -> None:
    async with mariadb_database.reading() as connection:
        moment: datetime = (await connection.execute(select(database_time()))).scalar_one()

    assert abs((datetime.now(UTC) - moment).total_seconds()) < 5


async def test_gives_nobody_anothers_rows_when_queries_are_cancelled(mariadb_database: Database) -> None:
    chance = random.Random(7)  # noqa: S311 - a storm, not a secret
    right: list[int] = []
    cancelled: list[int] = []

    async def ask(number: int) -> None:
        given = await value_of(
            mariadb_database, "SELECT :number FROM (SELECT SLEEP(:pause)) AS waited", number=number, pause=0.001
        )
        assert given == number
        right.append(number)

    async def ask_or_be_cut(number: int) -> None:
        task = asyncio.create_task(ask(number))
        if chance.random() < 0.5:
            await asyncio.sleep(chance.random() * 0.004)
            task.cancel()
        try:
            await task
        except asyncio.CancelledError:
            cancelled.append(number)

    async def go_on(first: int) -> None:
        for number in range(first, first + 150):
            await ask_or_be_cut(number)

    await asyncio.gather(*(go_on(worker * 1_000) for worker in range(20)))

    assert len(right) + len(cancelled) == 3_000
    assert min(len(right), len(cancelled)) > 300
    await asyncio.gather(*(ask(number) for number in range(30)))


async def test_stores_whole_transactions_only_when_they_are_cancelled(mariadb_database: Database) -> None:
    storage = SqlStorage(mariadb_database)
    conversation = await add_conversation(storage)
    chance = random.Random(11)  # noqa: S311 - a storm, not a secret

    async def write_two(uow: UnitOfWork) -> None:
        for _ in range(2):
            await uow.messages.add(make_new_message(conversation_id=conversation.id))

    async def write_or_be_cut() -> None:
        task = asyncio.create_task(storage.run(write_two))
        await asyncio.sleep(chance.random() * 0.2)
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)

    await asyncio.gather(*(write_or_be_cut() for _ in range(100)))

    stored = await storage.read(lambda uow: uow.messages.after(conversation.id, seq=0, limit=1_000))
    assert len(stored) % 2 == 0
    assert [message.seq for message in stored] == list(range(1, len(stored) + 1))
    await add_message(storage, conversation.id)


async def test_raises_when_all_connections_stay_taken(shared_mariadb_url: str) -> None:
    async with open_database(shared_mariadb_url, pool_size=1, acquire_timeout=0.1) as database:
        storage = SqlStorage(database)

        async with database.reading():
            with pytest.raises(StorageUnavailableError):
                await add_person(storage)

        await add_person(storage)


async def test_raises_when_a_statement_takes_too_long(shared_mariadb_url: str) -> None:
    async with open_database(shared_mariadb_url, pool_size=1, read_timeout=0.2) as database:
        with pytest.raises(StorageUnavailableError):
            await read(database, lambda connection: connection.execute(text("SELECT SLEEP(30)")))

        await add_person(SqlStorage(database))


async def test_goes_on_when_the_server_has_dropped_its_connections(
    mariadb: MariaDbServer, mariadb_database: Database
) -> None:
    storage = SqlStorage(mariadb_database)
    for _ in range(3):
        number = await value_of(mariadb_database, "SELECT CONNECTION_ID()")
        mariadb.execute(f"KILL {number}")

        await add_person(storage)


async def test_raises_when_the_connection_breaks_inside_a_transaction(
    mariadb: MariaDbServer, mariadb_database: Database
) -> None:
    storage = SqlStorage(mariadb_database)
    person = make_person()

    async def cut(connection: AsyncConnection) -> None:
        await SqlUnitOfWork(connection).people.add(person)
        mariadb.execute(f"KILL {(await connection.execute(text('SELECT CONNECTION_ID()'))).scalar_one()}")
        await connection.execute(text("SELECT 1"))

    with pytest.raises(StorageUnavailableError):
        await transact(mariadb_database, cut)

    await add_person(storage, person)


async def test_runs_again_when_a_deadlock_was_lost(mariadb_database: Database) -> None:
    storage = SqlStorage(mariadb_database)
    one, other = await add_conversation(storage), await add_conversation(storage)
    met = asyncio.Barrier(2)
    runs: list[int] = []

    async def cross(first: Any, second: Any) -> None:
        async def work(uow: UnitOfWork) -> None:
            runs.append(1)
            await uow.messages.add(make_new_message(conversation_id=first.id))
            if len(runs) <= 2:
                await met.wait()
            await uow.messages.add(make_new_message(conversation_id=second.id))

        await storage.run(work)

    await asyncio.gather(cross(one, other), cross(other, one))

    assert len(runs) == 3
    for conversation in (one, other):
        assert (await get_conversation(storage, conversation.id)).last_seq == 2


async def test_comes_back_with_all_that_was_committed_when_the_server_was_killed(tmp_path: Path) -> None:
    with mariadb_server(tmp_path / "server") as server:
        url = server.url(server.create_database())
        await upgrade(url)
        async with open_database(url) as database:
            storage = SqlStorage(database)
            people = [await add_person(storage) for _ in range(10)]

            server.kill()
            with pytest.raises(StorageUnavailableError):
                await add_person(storage)
            with pytest.raises(StorageUnavailableError):
                await database.ping()
            server.start()

            await database.ping()
            assert [await _get(storage, person.id) for person in people] == people
            await add_person(storage)


async def _get(storage: SqlStorage, id_: PersonId) -> Person:
    return await storage.read(lambda uow: uow.people.get(id_))


async def test_raises_in_time_when_the_server_says_nothing() -> None:
    async def say_nothing(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await gone.wait()
        writer.close()

    gone = asyncio.Event()
    server = await asyncio.start_server(say_nothing, HOST, 0)
    port = server.sockets[0].getsockname()[1]
    try:
        async with open_database(f"mysql://somebody:secret@{HOST}:{port}/otklik", connect_timeout=0.2) as database:
            with pytest.raises(StorageUnavailableError):
                await asyncio.wait_for(database.ping(), 20)
    finally:
        gone.set()
        server.close()
        await server.wait_closed()


async def test_tells_no_password_when_it_is_refused(mariadb: MariaDbServer) -> None:
    wrong = mariadb.url("otklik_1").replace(QUOTED_PASSWORD, "a-wrong-secret")

    async with open_database(wrong) as database:
        with pytest.raises(StorageUnavailableError) as caught:
            await database.ping()

    told = "".join(traceback.format_exception(caught.value))
    assert "a-wrong-secret" not in told
    assert PASSWORD not in told


async def test_tells_no_values_when_a_statement_fails(mariadb_database: Database) -> None:
    person = make_person(password_hash="x" * 300)

    with pytest.raises(DataError) as caught:
        await add_person(SqlStorage(mariadb_database), person)

    assert "xxx" not in str(caught.value)


async def test_rolls_back_when_a_connection_goes_back_with_a_transaction_open(shared_mariadb_url: str) -> None:
    async with open_database(shared_mariadb_url, pool_size=1) as database:
        raw = await database._writer.raw_connection()
        assert raw.driver_connection is not None
        async with raw.driver_connection.cursor() as cursor:
            await cursor.execute("INSERT INTO accounts VALUES ('left open', 0, 0, '2026-07-01', 0)")

        await greenlet_spawn(raw.close)

        assert await value_of(database, "SELECT count(*) FROM accounts WHERE `key` = 'left open'") == 0
