"""What is done together leaves in one packet; what comes of it is as if it were done one after another."""

import asyncio
from collections.abc import Coroutine
from typing import Any, Final

import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from adapters.outbound.database.engine import Database
from adapters.outbound.database.schema import halts
from adapters.outbound.database.together import together
from adapters.outbound.database.transaction import transact
from domain.errors import StorageUnavailableError
from tests.integration.database.test_put_off import ADD, BLAME, ODD, REASON, WRONG, halt

Works = list[Coroutine[Any, Any, Any]]
KEYS: Final = ["a", "b", "c"]


async def fill(connection: AsyncConnection) -> None:
    await ADD.change_all(connection, [halt(key, reason=f"{key}{ODD}") for key in KEYS])


async def test_each_is_given_what_it_has_asked_for(database: Database) -> None:
    async def work(connection: AsyncConnection) -> list[Any]:
        await fill(connection)
        return await together(
            connection,
            [
                REASON.value(connection, key="a"),
                BLAME.change(connection, key="b", reason="changed"),
                REASON.value(connection, key="b"),
                BLAME.change(connection, key="nobody", reason="x"),
                REASON.value(connection, key="nobody"),
                REASON.all(connection, key="c"),
            ],
        )

    assert await transact(database, work) == [f"a{ODD}", 1, "changed", 0, None, [(f"c{ODD}",)]]


async def test_each_goes_on_at_its_own_length(database: Database) -> None:
    async def several(connection: AsyncConnection, times: int) -> list[Any]:
        return [await REASON.value(connection, key=KEYS[number]) for number in range(times)]

    async def work(connection: AsyncConnection) -> list[Any]:
        await fill(connection)
        return await together(connection, [several(connection, times) for times in (0, 3, 1)])

    assert await transact(database, work) == [[], [f"{key}{ODD}" for key in KEYS], [f"a{ODD}"]]


async def test_what_was_put_off_goes_first(database: Database) -> None:
    async def work(connection: AsyncConnection) -> list[Any]:
        await fill(connection)
        await BLAME.change_later(connection, key="a", reason="put off")
        seen = await together(connection, [REASON.value(connection, key="a"), REASON.value(connection, key="c")])
        await together(connection, [BLAME.change_later(connection, key="a", reason="within")])
        return [*seen, await REASON.value(connection, key="a")]

    assert await transact(database, work) == ["put off", f"c{ODD}", "within"]


async def test_what_waits_for_something_else_is_waited_for(database: Database) -> None:
    async def slow(connection: AsyncConnection) -> Any:
        await asyncio.sleep(0.001)
        own_way = (await connection.execute(select(halts.c.key).order_by(halts.c.key))).scalars().all()
        await asyncio.sleep(0)
        return [*own_way, await REASON.value(connection, key="c")]

    async def work(connection: AsyncConnection) -> list[Any]:
        await fill(connection)
        return await together(connection, [REASON.value(connection, key="a"), slow(connection)])

    assert await transact(database, work) == [f"a{ODD}", [*KEYS, f"c{ODD}"]]


@pytest.mark.parametrize("wrong", [WRONG.change, lambda _: fail()])
async def test_an_error_ends_them_all(database: Database, wrong: Any) -> None:
    async def work(connection: AsyncConnection) -> None:
        await fill(connection)
        await together(
            connection, [REASON.value(connection, key="a"), wrong(connection), REASON.value(connection, key="c")]
        )

    with pytest.raises((StorageUnavailableError, KeyError)):
        await transact(database, work)

    # The connection is as good as before, and what is done on it is not done together any more.
    async def look(connection: AsyncConnection) -> Any:
        return await REASON.value(connection, key="a")

    assert await transact(database, look) is None


async def fail() -> None:
    raise KeyError


async def test_a_server_is_asked_once(mariadb_database: Database, packets: list[int]) -> None:
    async def work(connection: AsyncConnection) -> None:
        await fill(connection)
        packets.clear()
        await together(connection, [REASON.value(connection, key=key) for key in KEYS])
        assert packets == [3]

    await transact(mariadb_database, work)


async def read_twice_together(connection: AsyncConnection, first: str, second: str) -> list[Any]:
    before = await REASON.value(connection, key=first)
    both = await together(
        connection,
        [REASON.value(connection, key=second), REASON.all(connection, key=first), REASON.all(connection, key="x")],
    )
    return [before, *both, await REASON.value(connection, key=second)]


async def test_one_of_them_may_do_things_together_in_its_turn(mariadb_database: Database, packets: list[int]) -> None:
    a, b, c = (f"{key}{ODD}" for key in KEYS)

    async def work(connection: AsyncConnection) -> list[Any]:
        await fill(connection)
        packets.clear()
        return await together(
            connection, [read_twice_together(connection, "a", "b"), read_twice_together(connection, "c", "a")]
        )

    assert await transact(mariadb_database, work) == [[a, b, [(a,)], [], b], [c, a, [(c,)], [], a]]
    # Theirs leave with those of the rest, also after it.
    assert packets == [2, 6, 2, 1]


async def test_an_error_within_ends_those_around_it_too(database: Database) -> None:
    ends: list[str] = []

    async def goes_wrong(connection: AsyncConnection) -> None:
        await together(connection, [REASON.value(connection, key="a"), WRONG.change(connection)])

    async def waits(connection: AsyncConnection) -> None:
        try:
            await REASON.value(connection, key="a")
            await REASON.value(connection, key="b")
        finally:
            ends.append("ended")

    async def work(connection: AsyncConnection) -> None:
        await together(connection, [waits(connection), goes_wrong(connection), waits(connection)])

    with pytest.raises(StorageUnavailableError):
        await transact(database, work)

    assert len(ends) == (2 if database.dialect_name != "sqlite" else 1)
