"""What works say alike is said once to a server; what comes of it is as if each had said it alone."""

from collections.abc import Callable, Coroutine
from typing import Any, Final

import pytest
from sqlalchemy import bindparam, select
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlalchemy.ext.asyncio import AsyncConnection

from adapters.outbound.database.engine import Database
from adapters.outbound.database.prepared import Prepared
from adapters.outbound.database.schema import halts
from adapters.outbound.database.together import together
from adapters.outbound.database.transaction import transact
from adapters.outbound.database.unit_of_work import SqlUnitOfWork
from tests.integration.database.filling import IDS, MANY
from tests.integration.database.filling import fill as fill_all
from tests.integration.database.test_put_off import ADD, BLAME, ODD, REASON, halt
from tests.integration.database.test_together import KEYS, fill

LOCK: Final = Prepared(select(halts.c.reason).where(halts.c.key == bindparam("key")).with_for_update())
READ: Final[dict[str, Callable[[SqlUnitOfWork, Any], Coroutine[Any, Any, object]]]] = {
    "conversations": lambda uow, id_: uow.conversations.lock(id_),
    "deliveries": lambda uow, id_: uow.deliveries.of_turn(id_),
    "messages": lambda uow, id_: uow.messages.of_turn(id_),
    "people": lambda uow, id_: uow.people.get(id_),
    "turns": lambda uow, id_: uow.turns.get(id_),
}


async def test_what_differs_in_values_alone_is_said_as_one(mariadb_database: Database, packets: list[int]) -> None:
    async def work(connection: AsyncConnection) -> list[Any]:
        added = await together(connection, [ADD.change(connection, **halt(key)) for key in KEYS], are_apart=True)
        for key in ("x", "y", "z"):
            await ADD.change_later(connection, **halt(key, reason=f"{key}{ODD}"))
        wanted = (*KEYS, "z", "x", "nobody", "z")
        found = await together(connection, [REASON.value(connection, key=key) for key in wanted], are_apart=True)
        return [*added, *found]

    assert await transact(mariadb_database, work) == [1, 1, 1, *["first"] * 3, f"z{ODD}", f"x{ODD}", None, f"z{ODD}"]
    # The inserts; those put off, before anything that is apart; the reads; the commit.
    assert packets == [1, 1, 1, 1]


async def test_reads_that_are_said_as_one_lock_what_each_would(mariadb_database: Database) -> None:
    async def is_free(key: str, *, waits: bool) -> bool:
        rows = select(halts.c.key).where(halts.c.key == key).with_for_update(nowait=not waits)
        async with mariadb_database.writing() as connection:
            try:
                await connection.execute(rows)
            except DBAPIError:
                return False
        return True

    async with mariadb_database.writing() as connection:
        await fill(connection)
    async with mariadb_database.writing() as connection:
        await together(connection, [LOCK.value(connection, key=key) for key in ("a", "c")], are_apart=True)
        assert [await is_free(key, waits=False) for key in KEYS] == [False, True, False]
    assert all([await is_free(key, waits=True) for key in KEYS])


async def test_an_insert_that_is_refused_undoes_those_it_was_said_with(mariadb_database: Database) -> None:
    async def add(*keys: str) -> None:
        async with mariadb_database.writing() as connection:
            await together(connection, [ADD.change(connection, **halt(key)) for key in keys], are_apart=True)

    await add("b")
    with pytest.raises(IntegrityError):
        await add(*KEYS)
    await add("c", "d")

    async def look(connection: AsyncConnection) -> list[Any]:
        return await together(connection, [REASON.value(connection, key=key) for key in (*KEYS, "d")])

    assert await transact(mariadb_database, look) == [None, "first", "first", "first"]


@pytest.mark.parametrize("name", READ)
async def test_what_is_found_in_a_union_is_what_is_found_alone(
    mariadb_database: Database, packets: list[int], name: str
) -> None:
    wanted = [IDS[number] for number in (3, 7, 20, MANY - 1, 7)]

    async def work(connection: AsyncConnection) -> None:
        alone = [await READ[name](SqlUnitOfWork(connection), id_) for id_ in wanted]
        packets.clear()
        works = [READ[name](SqlUnitOfWork(connection), id_) for id_ in wanted]
        assert await together(connection, works, are_apart=True) == alone
        assert packets == [1]

    async with mariadb_database.writing() as connection:
        await fill_all(connection)
        await work(connection)


async def test_each_has_its_own_in_their_order(mariadb_database: Database, packets: list[int]) -> None:
    async def change_and_read(connection: AsyncConnection, key: str) -> list[Any]:
        return await together(
            connection,
            [BLAME.change(connection, key=key, reason=f"of {key}"), REASON.value(connection, key=key)],
        )

    async def read_and_change(connection: AsyncConnection, key: str) -> list[Any]:
        return await together(
            connection,
            [REASON.value(connection, key=key), BLAME.change(connection, key=key, reason="late")],
        )

    async def work(connection: AsyncConnection) -> list[Any]:
        await fill(connection)
        packets.clear()
        works = [change_and_read(connection, "a"), read_and_change(connection, "b"), change_and_read(connection, "c")]
        return await together(connection, works, are_apart=True)

    assert await transact(mariadb_database, work) == [[1, "of a"], [f"b{ODD}", 1], [1, "of c"]]
    # Two changes, three reads as one and a change.
    assert packets == [4, 1]
