"""Works that come at once share a transaction; what they have in common is no more than that."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from contextvars import ContextVar
from functools import partial
from typing import Any

import pytest
from sqlalchemy.ext.asyncio import AsyncConnection

from adapters.outbound.database import shared_transactions
from adapters.outbound.database.engine import Database
from adapters.outbound.database.shared_transactions import BUSY, MOST_TOGETHER, SharedTransactions
from adapters.outbound.database.storage import SqlStorage
from adapters.outbound.database.transaction import read
from adapters.outbound.database.unit_of_work import SqlUnitOfWork
from domain.errors import StorageUnavailableError
from domain.identifiers import PersonId
from ports.storage import Lane
from tests.contracts.rows import add_person
from tests.integration.database.test_put_off import ADD, NOW, REASON, halt

WHO: ContextVar[str] = ContextVar("who", default="nobody")


class Counted:
    """A database whose transactions are counted; ``fails_after`` is raised when the next has committed."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self.dialect_name = database.dialect_name
        self.transactions = 0
        self.fails_after: Exception | None = None

    @asynccontextmanager
    async def writing(self) -> AsyncIterator[AsyncConnection]:
        self.transactions += 1
        async with self._database.writing() as connection:
            yield connection
        if self.fails_after is not None:
            error, self.fails_after = self.fails_after, None
            raise error


@pytest.fixture
def counted(mariadb_database: Database) -> Counted:
    return Counted(mariadb_database)


@pytest.fixture
def shared(counted: Counted) -> SharedTransactions:
    return SharedTransactions(counted)  # type: ignore[arg-type]  # all of it that is used


async def keep(shared: SharedTransactions, key: str, *, lane: Lane = Lane.ASKED) -> str:
    async def work(connection: AsyncConnection) -> str:
        await ADD.change_later(connection, **halt(key, reason=WHO.get()))
        found: str = await REASON.value(connection, key=key)
        return found

    return await shared.run(lane, key, work)


async def in_the_name_of(who: str, shared: SharedTransactions) -> str:
    WHO.set(who)
    return await keep(shared, who)


async def test_one_that_comes_alone_has_its_own(shared: SharedTransactions, counted: Counted) -> None:
    for key in ("a", "b", "c"):
        await keep(shared, key)

    assert counted.transactions == 3


async def test_those_that_come_at_once_share_few(shared: SharedTransactions, counted: Counted) -> None:
    keys = [f"{number:02}" for number in range(1 + 2 * MOST_TOGETHER)]

    await asyncio.gather(*(keep(shared, key) for key in keys))

    assert counted.transactions == 1 + 2

    async def stored(connection: AsyncConnection) -> list[str]:
        return [await REASON.value(connection, key=key) for key in keys]

    assert await read(counted._database, stored) == ["nobody"] * len(keys)


async def test_a_few_that_wait_do_so_for_more(shared: SharedTransactions, counted: Counted) -> None:
    first = asyncio.create_task(keep(shared, "first"))
    await asyncio.sleep(0)
    few = [asyncio.create_task(keep(shared, f"few {number}")) for number in range(BUSY)]
    await first
    more = [asyncio.create_task(keep(shared, f"more {number}")) for number in range(3)]

    await asyncio.gather(*few, *more)

    assert counted.transactions == 2


async def test_who_has_had_their_answers_of_the_day_does_not_undo_the_rest(
    shared: SharedTransactions, counted: Counted
) -> None:
    people = [await add_person(SqlStorage(counted._database)) for _ in range(6)]

    async def count(connection: AsyncConnection, id_: PersonId) -> bool:
        return await SqlUnitOfWork(connection).people.count_answer(id_, day=NOW.date(), limit=1)

    async def all_count() -> list[bool]:
        return await asyncio.gather(
            *(shared.run(Lane.ASKED, person.id, partial(count, id_=person.id)) for person in people)
        )

    assert await all_count() == [True] * 6
    counted.transactions = 0
    assert await all_count() == [False] * 6
    # The first has its own.
    assert counted.transactions == 2


async def test_each_works_in_the_context_of_whoever_waits(shared: SharedTransactions) -> None:
    names = [f"who {number}" for number in range(10)]

    said = await asyncio.gather(*(asyncio.create_task(in_the_name_of(name, shared)) for name in names))

    assert said == names


async def test_lanes_do_not_wait_for_one_another(shared: SharedTransactions, counted: Counted) -> None:
    await asyncio.gather(*(keep(shared, lane, lane=lane) for lane in Lane))

    assert counted.transactions == len(Lane)


async def test_one_that_waits_for_a_row_does_not_hold_up_all(shared: SharedTransactions) -> None:
    may_go_on = asyncio.Event()

    async def wait(_connection: AsyncConnection) -> None:
        await may_go_on.wait()

    waiting = asyncio.create_task(shared.run(Lane.ASKED, "waits", wait))
    await asyncio.sleep(0)

    assert await asyncio.gather(keep(shared, "a"), keep(shared, "b")) == ["nobody", "nobody"]

    assert not waiting.done()
    may_go_on.set()
    await waiting


async def test_all_are_told_when_nobody_knows_whether_it_was_committed(
    shared: SharedTransactions, counted: Counted, monkeypatch: pytest.MonkeyPatch
) -> None:
    again: list[Any] = []
    first = asyncio.create_task(keep(shared, "first"))
    await asyncio.sleep(0)
    rest = [asyncio.create_task(keep(shared, key)) for key in ("a", "b")]
    await first
    counted.fails_after = StorageUnavailableError("cut at the commit")
    monkeypatch.setattr(shared_transactions, "transact", lambda *given: again.append(given))

    ends = await asyncio.gather(*rest, return_exceptions=True)

    assert [type(end) for end in ends] == [StorageUnavailableError] * 2
    assert not again
