import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress

import pytest

from adapters.inbound.vk_long_poll import VkLongPoll
from application.events.sweep_dialogs import SWEEP_WISH
from domain.community import CommunityError
from ports.event_source import PollKeyExpiredError, PollSessionLostError
from tests.unit.application.events.polling import Node, make_polled
from tests.unit.application.house import LEASE, House


def make_poll(node: Node, *, session_seconds: float = 3_600.0) -> VkLongPoll:
    house = node.house
    return VkLongPoll(
        source=node.source,
        position=node.position,
        take=node.take,
        clock=house.clock,
        randomness=house.randomness,
        metrics=house.metrics,
        log=house.log,
        renew_seconds=0.01,
        session_seconds=session_seconds,
    )


@asynccontextmanager
async def running(poll: VkLongPoll) -> AsyncIterator[None]:
    task = asyncio.create_task(poll.run())
    try:
        yield
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task


async def until(holds: Callable[[], bool]) -> None:
    async with asyncio.timeout(20):
        while not holds():
            await asyncio.sleep(0)


def stored(house: House) -> list[bytes]:
    return [event.event_id for event in house.storage.events]


@pytest.fixture
def house() -> House:
    return House()


@pytest.fixture
def node(house: House) -> Node:
    return Node(house)


async def position(node: Node) -> str | None:
    return await node.position.read()


async def test_stores_what_happens_and_goes_on_from_there(node: Node) -> None:
    async with running(make_poll(node)):
        await until(lambda: bool(node.source.asked))
        node.source.happens(make_polled(event_id=b"one"), make_polled(event_id=b"two"))
        await until(lambda: node.source.asked[-1:] == ["2"])

    assert stored(node.house) == [b"one", b"two"]
    assert await position(node) == "2"
    assert node.source.opened == 1


async def test_begins_where_vk_is_when_it_never_polled(node: Node) -> None:
    node.source.happens(make_polled())

    async with running(make_poll(node)):
        await until(lambda: bool(node.source.asked))

    assert node.source.asked == ["1"]
    assert await position(node) == "1"


async def test_goes_on_where_it_was_when_it_starts_again(node: Node) -> None:
    async with running(make_poll(node)):
        await until(lambda: bool(node.source.asked))
    node.source.happens(make_polled(event_id=b"meanwhile"))

    async with running(make_poll(node)):
        await until(lambda: stored(node.house) == [b"meanwhile"])


async def test_another_process_goes_on_when_one_leaves(node: Node) -> None:
    other = Node(node.house, owner="other")
    other.source = node.source
    async with running(make_poll(other)):
        await until(lambda: bool(node.source.asked))
        async with running(make_poll(node)):
            await until(lambda: bool(node.house.clock.slept))
            assert node.source.opened == 1
            node.source.happens(make_polled(event_id=b"one"))
            await until(lambda: stored(node.house) == [b"one"])

    async with running(make_poll(node)):
        await until(lambda: node.source.asked[-1:] == ["1"] and node.source.opened == 2)


async def test_stops_polling_when_another_process_has_taken_over(node: Node) -> None:
    other = Node(node.house, owner="other")
    async with running(make_poll(node)):
        await until(lambda: bool(node.source.asked))
        # As after a long pause of this process.
        node.house.storage.tables.leases.clear()
        assert await other.position.hold()
        await until(lambda: "long_poll_taken_over" in node.house.log.events("warning"))
        asked = len(node.source.asked)
        await until(lambda: bool(node.house.clock.slept))

    assert len(node.source.asked) == asked


async def test_keeps_the_position_when_the_key_expires(node: Node) -> None:
    async with running(make_poll(node)):
        node.source.happens(make_polled())
        await until(lambda: bool(node.source.asked))
        node.source.expire_key()
        node.source.happens(make_polled(event_id=b"after"))
        await until(lambda: b"after" in stored(node.house))

    assert "long_poll_events_lost" not in node.house.log.events()


async def test_goes_on_at_vks_word_when_history_is_lost(node: Node) -> None:
    async with running(make_poll(node)):
        await until(lambda: bool(node.source.asked))
    node.source.happens(make_polled(event_id=b"lost"))
    node.source.lose_history()

    async with running(make_poll(node)):
        await until(lambda: node.source.asked[-1:] == ["1"])
        node.source.happens(make_polled(event_id=b"after"))
        await until(lambda: stored(node.house) == [b"after"])

    wish = await node.house.storage.read(lambda uow: uow.positions.get(SWEEP_WISH))
    assert wish is not None
    assert wish.value


async def test_begins_anew_when_the_session_is_lost(node: Node) -> None:
    async with running(make_poll(node)):
        await until(lambda: bool(node.source.asked))
        node.source.fail_polls(PollSessionLostError())
        await until(lambda: node.source.opened == 2)
        node.source.happens(make_polled(event_id=b"after"))
        await until(lambda: stored(node.house) == [b"after"])

    assert "long_poll_events_lost" in node.house.log.events("warning")


async def test_asks_ever_more_rarely_when_vk_always_wants_a_new_key(node: Node) -> None:
    node.source.fail_polls(*(PollKeyExpiredError() for _ in range(5)))

    async with running(make_poll(node)):
        await until(lambda: len(node.source.asked) == 6)

    waits = node.house.clock.slept
    assert len(waits) == 4
    assert waits == sorted(waits)
    assert waits[-1] > waits[0] > 0


async def test_is_polite_when_vk_was_asked_too_often(node: Node) -> None:
    node.source.refuse_opening(29, 29)

    async with running(make_poll(node)):
        await until(lambda: bool(node.source.asked))

    assert all(wait >= 30 for wait in node.house.clock.slept)
    assert len(node.house.clock.slept) == 2
    assert node.house.metrics.counts["community_failed", 29] == 2


async def test_waits_and_goes_on_when_there_is_no_answer(node: Node) -> None:
    node.source.fail_polls(*(CommunityError(method="a_check", code=None, detail="reset") for _ in range(4)))

    async with running(make_poll(node)):
        await until(lambda: len(node.source.asked) == 5)

    assert node.source.opened == 3
    assert len(node.house.clock.slept) == 4
    assert "long_poll_failed" in node.house.log.events("warning")


async def test_asks_for_the_same_again_when_it_could_not_be_stored(node: Node) -> None:
    async with running(make_poll(node)):
        await until(lambda: bool(node.source.asked))
        node.house.storage.fail_next()
        node.source.happens(make_polled(event_id=b"one"))
        await until(lambda: stored(node.house) == [b"one"])

    assert node.source.asked[:2] == ["0", "0"]


async def test_takes_a_new_session_when_the_old_one_has_lasted_long(node: Node) -> None:
    async with running(make_poll(node, session_seconds=0.0)):
        await until(lambda: bool(node.source.asked))
        node.source.happens(make_polled())
        await until(lambda: node.source.opened == 2)

    assert node.source.asked[:2] == ["0", "1"]


async def test_keeps_its_lease_while_it_waits_for_events(node: Node) -> None:
    other = Node(node.house, owner="other")
    async with running(make_poll(node)):
        await until(lambda: bool(node.source.asked))
        for _ in range(3):
            node.house.clock.advance(LEASE.total_seconds() / 2)
            before = node.house.storage.tables.leases["vk_long_poll"].at
            await until(lambda: node.house.storage.tables.leases["vk_long_poll"].at > before)  # noqa: B023 - at once
            assert not await other.position.hold()


async def test_leaves_all_the_same_when_the_storage_is_away(node: Node) -> None:
    async with running(make_poll(node)):
        await until(lambda: bool(node.source.asked))
        node.house.storage.fail_next(times=50)
