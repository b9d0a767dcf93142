import asyncio

import pytest

from application.events.drain_events import LANES, DrainEvents
from domain.errors import StorageUnavailableError
from domain.event import ClaimedEvent
from domain.identifiers import ConversationId
from tests.unit.application.house import LEASE, House


async def test_takes_up_the_oldest_first_when_there_are_several(house: House) -> None:
    for text in ("раз", "два", "три"):
        await house.comment(text)
        house.clock.advance(1)

    taken = await house.drain_events.execute()

    assert taken == 3
    assert [message.text for message in house.storage.messages] == ["раз", "два", "три"]


async def test_takes_a_batch_at_a_time_when_there_are_more(house: House) -> None:
    drain = DrainEvents(
        storage=house.fragile, inbox=house.inbox, reader=house.reader, interpret=house.interpret, lease=LEASE, batch=2
    )
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


async def test_understands_what_was_said_in_one_place_in_its_order(house: House) -> None:
    roots = [(await house.comment("0")).comment_id for _ in range(6)]
    for number in range(1, 4):
        for root in roots:
            await house.comment(str(number), root=root)

    await house.drain_events.execute()

    said: dict[ConversationId, list[str]] = {}
    for message in sorted(house.storage.messages, key=lambda message: message.seq):
        said.setdefault(message.conversation_id, []).append(message.text)
    assert list(said.values()) == [["0", "1", "2", "3"]] * 6


async def test_understands_a_post_before_what_came_after_it(house: House) -> None:
    await house.comment("раньше")
    await house.post("Пост")
    await house.comment("позже")

    await house.drain_events.execute()

    assert [message.text for message in house.storage.messages] == ["раньше", "Пост", "позже"]


class Crowd:
    """Understands nothing; knows how many were being understood at once."""

    def __init__(self) -> None:
        self.now = 0
        self.most = 0

    async def execute(self, _: ClaimedEvent) -> None:
        self.now += 1
        self.most = max(self.most, self.now)
        await asyncio.sleep(0)
        self.now -= 1


@pytest.mark.parametrize("most", [1, 3 * LANES])
async def test_looks_at_more_places_at_once_where_they_share_their_transactions(house: House, most: int) -> None:
    house.storage.most_among = most
    seen: list[int] = []
    for say in (house.message, house.comment):
        crowd = Crowd()
        drain = DrainEvents(
            storage=house.fragile,
            inbox=house.inbox,
            reader=house.reader,
            interpret=crowd,  # type: ignore[arg-type]  # only what is called
            lease=LEASE,
        )
        for person in range(50):
            await say(by=700_000_001 + person)
        assert await drain.execute() == 50
        seen.append(crowd.most)

    assert seen == [LANES, max(LANES, most)]
