import pytest

from domain.errors import LeaseLostError, StorageUnavailableError
from domain.occurrence import MessageReceived
from ports.event_source import PolledBatch
from ports.wakeup import Queue
from tests.unit.application.events.polling import Node, make_polled
from tests.unit.application.house import ANN, GROUP, LEASE, House


async def test_stores_all_and_moves_on_when_a_batch_comes(house: House) -> None:
    node = Node(house)
    events = [make_polled() for _ in range(3)]

    await node.take.execute(PolledBatch(events=events, ts="3"))

    assert [event.event_id for event in house.storage.events] == [event.event_id for event in events]
    assert await node.position.read() == "3"
    assert house.wakeup.signals == [Queue.EVENTS]
    assert house.metrics.counts["event_received", "polled"] == 3


async def test_changes_nothing_when_a_batch_comes_again(house: House) -> None:
    node = Node(house)
    batch = PolledBatch(events=[make_polled(), make_polled()], ts="2")

    await node.take.execute(batch)
    await node.take.execute(batch)

    assert len(house.storage.events) == 2


async def test_does_not_move_on_when_an_event_was_not_stored(house: House) -> None:
    node = Node(house)
    batch = PolledBatch(events=[make_polled(), make_polled()], ts="2")
    house.storage.fail_next()

    with pytest.raises(StorageUnavailableError):
        await node.take.execute(batch)

    assert await node.position.read() is None
    await node.take.execute(batch)
    assert len(house.storage.events) == 2
    assert await node.position.read() == "2"


async def test_loses_nothing_when_killed_between_storing_and_moving_on(house: House) -> None:
    node = Node(house)
    batch = PolledBatch(events=[make_polled()], ts="1")
    house.fragile.go_down_in(1)

    with pytest.raises(StorageUnavailableError):
        await node.take.execute(batch)

    assert len(house.storage.events) == 1
    assert await node.position.read() is None


async def test_stores_but_does_not_move_on_when_another_polls_by_now(house: House) -> None:
    node, other = Node(house), Node(house, owner="other")
    await node.position.hold()
    house.clock.advance(LEASE.total_seconds())
    await other.position.hold()
    await other.position.move("9")

    with pytest.raises(LeaseLostError):
        await node.take.execute(PolledBatch(events=[make_polled()], ts="1"))

    assert await other.position.read() == "9"


async def test_passes_events_of_another_group_when_they_come(house: House) -> None:
    node = Node(house)

    await node.take.execute(PolledBatch(events=[make_polled(group_id=GROUP + 1)], ts="1"))

    assert house.storage.events == []
    assert house.wakeup.signals == []
    assert await node.position.read() == "1"
    assert "polled_events_not_ours" in house.log.events("warning")


async def test_owes_one_answer_when_both_transports_tell_of_a_message_under_different_ids(house: House) -> None:
    node = Node(house)
    received = await house.message("Вы открыты?")
    house.reader.occurrences[b"of the long poll"] = MessageReceived(
        peer_id=ANN,
        number=received.number,
        message_id=received.message_id,
        author_vk_id=ANN,
        text=received.text,
        at=received.at,
    )

    await node.take.execute(PolledBatch(events=[make_polled(event_id=b"of the long poll")], ts="1"))
    await house.drain_events.execute()

    assert len(house.storage.events) == 2
    assert len(house.storage.messages) == len(house.storage.turns) == 1
