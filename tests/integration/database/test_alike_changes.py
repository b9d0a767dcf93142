"""What works change alike is changed by one statement of a server; the rows are as if each had changed its own."""

from collections.abc import Callable, Coroutine, Sequence
from dataclasses import replace
from typing import Any, Final

import pytest
from sqlalchemy import Row, Table, select
from sqlalchemy.ext.asyncio import AsyncConnection

from adapters.outbound.database.driver_run import send_put_off
from adapters.outbound.database.engine import Database
from adapters.outbound.database.schema import conversations, deliveries, messages, person_days, turns
from adapters.outbound.database.together import together
from adapters.outbound.database.unit_of_work import SqlUnitOfWork
from domain.turn import Lease, TurnState
from tests.factories import TODAY, make_id, make_new_message
from tests.integration.database.filling import IDS, fill
from tests.integration.database.test_put_off import ODD

Change = Callable[[SqlUnitOfWork, Any, int], Coroutine[Any, Any, object]]
LEASE: Final = Lease(owner="whoever", token=1)
WANTED: Final = [IDS[-number] for number in (1, 2, 7, 20, 39)]
BY_THE_CLOCK: Final = {"called_at", "claimable_at"}


async def save(uow: SqlUnitOfWork, id_: Any, number: int) -> None:
    turn = await uow.turns.lock_for_step(id_, lease=LEASE)
    answer = None if number == 1 else f"{number}{ODD}" * number * 50
    await uow.turns.save(replace(turn, state=TurnState.WRITING, tries=number % 2, answer=answer), lease=LEASE)


async def end(uow: SqlUnitOfWork, id_: Any, _number: int) -> None:
    turn = await uow.turns.lock_for_step(id_, lease=LEASE)
    await uow.turns.save(replace(turn, state=TurnState.FAILED), lease=LEASE)


async def say(uow: SqlUnitOfWork, id_: Any, number: int) -> None:
    said = make_new_message(id=make_id(number + 5_000), conversation_id=id_, natural_key=f"said {number}", turn_id=None)
    await uow.messages.add(said)


async def call(uow: SqlUnitOfWork, id_: Any, _number: int) -> None:
    for delivery in await uow.deliveries.of_turn(id_):
        await uow.deliveries.begin_call(delivery)


async def assign(uow: SqlUnitOfWork, id_: Any, number: int) -> None:
    await uow.messages.assign(id_, turn_id=IDS[number])


async def count(uow: SqlUnitOfWork, id_: Any, number: int) -> None:
    await uow.people.count_answer(IDS[0] if number > 3 else id_, day=TODAY, limit=0)


CHANGES: Final[dict[str, tuple[Change, Table, Sequence[Any]]]] = {
    "a turn is saved": (save, turns, WANTED),
    "a turn ends": (end, turns, WANTED),
    "a message is added": (say, conversations, WANTED),
    "a message is given to a turn": (assign, messages, WANTED),
    "calls begin": (call, deliveries, IDS[100:105]),
    "answers are counted, some of one person": (count, person_days, WANTED),
}


@pytest.mark.parametrize("name", CHANGES)
async def test_what_is_changed_together_is_what_is_changed_alone(
    mariadb_database: Database, packets: list[int], name: str
) -> None:
    change, table, wanted = CHANGES[name]

    async def alone(connection: AsyncConnection) -> None:
        for number, id_ in enumerate(wanted):
            await change(SqlUnitOfWork(connection), id_, number)
            await send_put_off(connection)

    async def at_once(connection: AsyncConnection) -> None:
        works = [change(SqlUnitOfWork(connection), id_, number) for number, id_ in enumerate(wanted)]
        await together(connection, works, are_apart=True)

    async def rows_after(work: Callable[[AsyncConnection], Coroutine[Any, Any, None]]) -> list[Row[Any]]:
        """And of how many statements; nothing of it stays."""
        columns = [column for column in table.c if column.name not in BY_THE_CLOCK]
        packets.clear()
        async with mariadb_database.reading() as connection:
            await work(connection)
            return list(await connection.execute(select(*columns).order_by(*table.primary_key)))

    async with mariadb_database.writing() as connection:
        await fill(connection)
    before = await rows_after(send_put_off)
    apart = await rows_after(alone)
    statements = sum(packets)

    assert await rows_after(at_once) == apart != before
    assert sum(packets) < statements / 2
