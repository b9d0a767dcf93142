import asyncio
from dataclasses import replace

import pytest
from sqlalchemy import event as sqlalchemy_event
from sqlalchemy import text

from adapters.outbound.database.engine import Database, open_database
from adapters.outbound.database.event_inbox import LULL_SECONDS, GroupCommitInbox
from adapters.outbound.database.storage import SqlStorage
from domain.errors import StorageUnavailableError
from domain.event import Event
from tests.contracts.event_inbox import stored
from tests.factories import make_event


@pytest.fixture
def commits(database: Database) -> list[object]:
    """One entry for each transaction that was committed."""
    seen: list[object] = []

    def note(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        if statement == "COMMIT":
            seen.append(statement)

    sqlalchemy_event.listen(database._writer.sync_engine, "before_cursor_execute", note)
    return seen


async def test_commits_seldom_when_many_arrive_together(database: Database, commits: list[object]) -> None:
    async with GroupCommitInbox(database) as inbox:
        await asyncio.gather(*(inbox.store(make_event()) for _ in range(200)))

    assert len(commits) <= 3


async def test_keeps_to_the_size_of_a_batch_when_more_wait(database: Database, commits: list[object]) -> None:
    async with GroupCommitInbox(database, batch=10) as inbox:
        await asyncio.gather(*(inbox.store(make_event()) for _ in range(40)))

    assert 4 <= len(commits) <= 6


async def test_splits_a_batch_when_bodies_are_large(database: Database, commits: list[object]) -> None:
    async with GroupCommitInbox(database) as inbox:
        await asyncio.gather(*(inbox.store(make_event(body=b"x" * 1_500_000)) for _ in range(6)))

    assert len(commits) >= 3


async def test_is_not_calm_while_what_has_come_waits_for_the_disk(database: Database) -> None:
    async with GroupCommitInbox(database) as inbox:
        async with database.writing():
            storing = asyncio.create_task(inbox.store(make_event()))
            await asyncio.sleep(10 * LULL_SECONDS)
            calm = asyncio.create_task(inbox.lull(most=60.0))
            await asyncio.sleep(10 * LULL_SECONDS)
            assert not calm.done()

        await storing
        await asyncio.wait_for(calm, timeout=30)


async def test_refuses_at_once_when_it_is_full(database: Database, storage: SqlStorage) -> None:
    async with GroupCommitInbox(database, capacity=2) as inbox:
        waiting = [asyncio.create_task(inbox.store(make_event())) for _ in range(3)]
        outcomes = await asyncio.gather(*waiting, return_exceptions=True)

    assert outcomes[:2] == [None, None]
    assert isinstance(outcomes[2], StorageUnavailableError)
    assert len(await stored(storage)) == 2


async def test_refuses_when_it_is_not_open(database: Database) -> None:
    inbox = GroupCommitInbox(database)
    with pytest.raises(StorageUnavailableError):
        await inbox.store(make_event())

    async with inbox:
        pass

    with pytest.raises(StorageUnavailableError):
        await inbox.store(make_event())


async def test_stores_what_waits_when_it_is_closed(database: Database, storage: SqlStorage) -> None:
    async with GroupCommitInbox(database) as inbox:
        waiting = [asyncio.create_task(inbox.store(make_event())) for _ in range(5)]
        await asyncio.sleep(0)

    await asyncio.gather(*waiting)
    assert len(await stored(storage)) == 5


async def test_tells_those_who_wait_when_closing_is_cancelled(database: Database) -> None:
    async def serve() -> None:
        async with GroupCommitInbox(database) as inbox:
            waiting.append(asyncio.create_task(inbox.store(make_event())))
            await asyncio.sleep(0)

    waiting: list[asyncio.Task[None]] = []
    async with database.writing():
        serving = asyncio.create_task(serve())
        await asyncio.sleep(0.05)
        serving.cancel()
        with pytest.raises(asyncio.CancelledError):
            await serving

    with pytest.raises(StorageUnavailableError):
        await waiting[0]


async def test_tells_each_who_waits_when_the_database_is_gone() -> None:
    async with (
        open_database("mysql://somebody:secret@127.0.0.1:9/otklik") as database,
        GroupCommitInbox(database) as inbox,
    ):
        outcomes = await asyncio.gather(*(inbox.store(make_event()) for _ in range(3)), return_exceptions=True)

    assert all(isinstance(outcome, StorageUnavailableError) for outcome in outcomes)
    assert len({id(outcome) for outcome in outcomes}) == 3


async def test_stores_the_others_when_one_event_is_not_taken(database: Database, storage: SqlStorage) -> None:
    good = [make_event() for _ in range(4)]
    bad: Event = replace(make_event(), received_at=good[0].received_at.replace(tzinfo=None))

    async with GroupCommitInbox(database) as inbox:
        outcomes = await asyncio.gather(
            *(inbox.store(event) for event in [*good[:2], bad, *good[2:]]), return_exceptions=True
        )
        await inbox.store(make_event())

    assert [outcome for outcome in outcomes if outcome is None] == [None] * 4
    assert isinstance(outcomes[2], StorageUnavailableError)
    assert len(await stored(storage)) == 5


async def test_stores_a_batch_in_the_order_of_its_ids_whatever_order_it_came_in(database: Database) -> None:
    ids = [b"3", b"1", b"2"]
    async with GroupCommitInbox(database) as inbox:
        await asyncio.gather(*(inbox.store(make_event(event_id=id_)) for id_ in ids))

    async with database.reading() as connection:
        rows = await connection.execute(text("SELECT event_id FROM events ORDER BY rowid"))
        assert [row.event_id for row in rows] == sorted(ids)
