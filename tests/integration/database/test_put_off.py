"""What is put off goes with the next statement: in its order, in its transaction, with its trouble told."""

from datetime import UTC, datetime
from typing import Any, Final

import pytest
from sqlalchemy import bindparam, event, select, text, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncConnection

from adapters.outbound.database.engine import Database
from adapters.outbound.database.prepared import Prepared, prepared_insert
from adapters.outbound.database.schema import halts
from adapters.outbound.database.transaction import read, transact
from domain.errors import StorageUnavailableError

NOW: Final = datetime(2026, 9, 21, 12, 30, tzinfo=UTC)
ODD: Final = "50 % «'\"`\\ %s ; DROP TABLE halts; -- 🎄\n"
ADD: Final = prepared_insert(halts)
REASON: Final = Prepared(select(halts.c.reason).where(halts.c.key == bindparam("key")))
BLAME: Final = Prepared(update(halts).where(halts.c.key == bindparam("key")).values(reason=bindparam("reason")))
WRONG: Final = Prepared(text("UPDATE halts SET nothing = 1"))


def halt(key: str, reason: str = "first") -> dict[str, Any]:
    return {"key": key, "reason": reason, "since": NOW, "until": NOW, "tries": 1}


async def reason(database: Database, key: str) -> Any:
    return await read(database, lambda connection: REASON.value(connection, key=key))


async def test_is_seen_by_what_comes_next(database: Database) -> None:
    async def work(connection: AsyncConnection) -> list[Any]:
        await ADD.change_later(connection, **halt("vk"))
        seen = [await REASON.value(connection, key="vk")]
        for word in ("second", ODD):
            await BLAME.change_later(connection, key="vk", reason=word)
        assert await BLAME.change(connection, key="nobody", reason="x") == 0
        seen.append(await REASON.value(connection, key="vk"))
        await BLAME.change_later(connection, key="vk", reason="third")
        # By SQLAlchemy's own way, and by many rows at once.
        seen += [(await connection.execute(select(halts.c.reason))).scalar_one()]
        await BLAME.change_later(connection, key="vk", reason="fourth")
        await ADD.change_all(connection, [halt("a"), halt("b")])
        return [*seen, await REASON.value(connection, key="vk")]

    assert await transact(database, work) == ["first", ODD, "third", "fourth"]


@pytest.mark.parametrize("own_way", [False, True])
async def test_is_committed_though_nothing_comes_after_it(database: Database, *, own_way: bool) -> None:
    async def work(connection: AsyncConnection) -> None:
        if own_way:
            await connection.execute(select(halts))
        await ADD.change_later(connection, **halt("vk"))
        await BLAME.change_later(connection, key="vk", reason=ODD)

    await transact(database, work)

    assert await reason(database, "vk") == ODD


async def test_is_undone_with_its_transaction(database: Database) -> None:
    async def work(connection: AsyncConnection) -> None:
        await ADD.change_later(connection, **halt("sent"))
        assert await REASON.value(connection, key="sent") == "first"
        await ADD.change_later(connection, **halt("waiting"))
        raise KeyError

    with pytest.raises(KeyError):
        await transact(database, work)

    assert [await reason(database, key) for key in ("sent", "waiting")] == [None, None]


@pytest.mark.parametrize("then", ["prepared", "SQLAlchemy's own", "commit"])
async def test_its_trouble_undoes_all_and_is_told_as_the_databases(database: Database, then: str) -> None:
    async def work(connection: AsyncConnection) -> None:
        await ADD.change(connection, **halt("before"))
        await WRONG.change_later(connection)
        await ADD.change_later(connection, **halt("after"))
        if then == "prepared":
            await REASON.value(connection, key="before")
        elif then != "commit":
            await connection.execute(select(halts))

    with pytest.raises(StorageUnavailableError):
        await transact(database, work)

    assert [await reason(database, key) for key in ("before", "after")] == [None, None]


async def test_its_connection_can_be_used_again(database: Database) -> None:
    async def add_twice() -> None:
        async with database.writing() as connection:
            await ADD.change_later(connection, **halt("vk"))
            await ADD.change_later(connection, **halt("vk"))
            await REASON.all(connection, key="vk")

    with pytest.raises(IntegrityError):
        await add_twice()
    async with database.writing() as connection:
        await ADD.change_later(connection, **halt("vk", ODD))

    assert await reason(database, "vk") == ODD


async def test_a_trip_to_a_server_is_spared_and_each_statement_heard_of(database: Database) -> None:
    heard: list[str] = []
    async with database.writing() as connection:

        @event.listens_for(connection.sync_engine, "before_cursor_execute")
        def _hear(_connection: object, _cursor: object, words: str, *_more: object) -> None:
            heard.append(words.split(maxsplit=1)[0])

        await ADD.change_later(connection, **halt("vk"))
        waits = [] if database.dialect_name == "mysql" else ["INSERT"]
        assert heard == waits
        await REASON.all(connection, key="vk")
        assert heard == ["INSERT", "SELECT"]
        event.remove(connection.sync_engine, "before_cursor_execute", _hear)
