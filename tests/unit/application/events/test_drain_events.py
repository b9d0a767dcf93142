import pytest

from application.events.drain_events import DrainEvents
from domain.errors import StorageUnavailableError
from tests.unit.application.house import LEASE, House


async def test_takes_up_the_oldest_first_when_there_are_several(house: House) -> None:
    for text in ("раз", "два", "три"):
        await house.comment(text)
        house.clock.advance(1)

    taken = await house.drain_events.execute()

    assert taken == 3
    assert [message.text for message in house.storage.messages] == ["раз", "два", "три"]


async def test_takes_a_batch_at_a_time_when_there_are_more(house: House) -> None:
    drain = DrainEvents(storage=house.fragile, interpret=house.interpret, lease=LEASE, batch=2)
    for _ in range(3):
        await house.comment()

    assert [await drain.execute() for _ in range(3)] == [2, 1, 0]


async def test_goes_on_with_the_next_when_one_is_unreadable(house: House) -> None:
    await house.happens((await house.comment("раз")), event_id=b"bad")
    house.reader.unreadable.add(b"bad")
    await house.comment("два")

    await house.drain_events.execute()

    assert [message.text for message in house.storage.messages] == ["раз", "два"]
    assert house.storage.waiting_events == []


async def test_calls_no_model_when_it_drains(house: House) -> None:
    await house.comment()

    await house.drain_events.execute()

    assert house.writer.asked == []


async def test_raises_when_storage_is_down(house: House) -> None:
    house.storage.fail_next()

    with pytest.raises(StorageUnavailableError):
        await house.drain_events.execute()
