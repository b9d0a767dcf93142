"""Who comes back gets what was missed, then how far the running answer is, then the ends that were waited for."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from application.chat import catch_up
from application.chat.catch_up import CatchUp, Missed
from application.chat.visitor import Visitor
from domain.answer import AnswerWriterError, Fault
from domain.errors import StorageUnavailableError
from domain.identifiers import TurnId
from domain.live import RunningAnswer, TurnEnded
from domain.turn import TurnState
from tests.factories import make_id
from tests.fakes.live_feed import DownLiveFeed
from tests.fakes.storage import FailingStorage
from tests.unit.application.house import House


async def missed(
    house: House, visitor: Visitor, *, after: int | None = None, open_turns: tuple[TurnId, ...] = ()
) -> Missed:
    return await house.catch_up.execute(visitor, after_seq=after, open_turns=open_turns)


@asynccontextmanager
async def writing(house: House) -> AsyncIterator[None]:
    """The model has written its first word and goes on when the block is left."""
    house.writer.gate = asyncio.Event()
    claimed = await house.claim_next()
    running = asyncio.create_task(house.run.execute(claimed))
    while await house.feed.running(claimed.turn.id) is None:
        await asyncio.sleep(0)
    yield
    house.writer.gate.set()
    await running


async def test_tells_what_came_later_in_order_when_the_visitor_says_what_they_have(rich: House) -> None:
    visitor = await rich.visit()
    for text in ("раз", "два"):
        await rich.say(visitor, text)
        await rich.run_until_idle()

    found = await missed(rich, visitor, after=2)

    assert [message.seq for message in found.messages] == [3, 4]
    assert found.running == []
    assert found.ended == []


@pytest.mark.parametrize(("after", "told"), [(0, 7), (3, 4), (7, 0), (99, 0)])
async def test_tells_everything_when_it_is_more_than_a_page(
    house: House, after: int, told: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(catch_up, "PAGE", 2)
    visitor = await house.visit()
    for _ in range(7):
        await house.say(visitor)

    found = await missed(house, visitor, after=after)

    assert [message.seq for message in found.messages] == list(range(8 - told, 8))


async def test_tells_no_message_when_the_visitor_has_nothing(rich: House) -> None:
    visitor = await rich.visit()
    await rich.say(visitor)
    await rich.run_until_idle()

    assert (await missed(rich, visitor, after=None)).messages == []


async def test_tells_nothing_of_strangers_when_they_talk(rich: House) -> None:
    stranger, visitor = await rich.visit(), await rich.visit()
    said = await rich.say(stranger)
    assert said.turn_id is not None
    await rich.run_until_idle()

    found = await missed(rich, visitor, after=0, open_turns=(said.turn_id,))

    assert (found.messages, found.running, found.ended) == ([], [], [])


async def test_tells_the_text_so_far_when_an_answer_is_being_written(rich: House) -> None:
    visitor = await rich.visit()
    said = await rich.say(visitor)
    assert said.turn_id is not None
    rich.writer.answer_next("Да, мы открыты.")

    async with writing(rich):
        found = await missed(rich, visitor, after=0, open_turns=(said.turn_id,))

    assert [message.seq for message in found.messages] == [1]
    assert found.running == [RunningAnswer(turn_id=said.turn_id, text="Да,")]
    assert found.ended == []
    assert rich.turn.state is TurnState.SETTLED


async def test_tells_no_text_when_the_feed_has_lost_it(rich: House) -> None:
    visitor = await rich.visit()
    await rich.say(visitor)

    async with writing(rich):
        found = await CatchUp(storage=rich.storage, feed=DownLiveFeed()).execute(visitor, after_seq=0, open_turns=())

    assert found.running == []
    assert len(found.messages) == 1


async def test_tells_no_text_when_the_turn_is_only_owed(rich: House) -> None:
    visitor = await rich.visit()
    await rich.say(visitor)

    assert (await missed(rich, visitor, after=0)).running == []


async def test_tells_the_end_with_its_message_when_the_turn_was_settled(rich: House) -> None:
    visitor = await rich.visit()
    said = await rich.say(visitor)
    assert said.turn_id is not None
    await rich.run_until_idle()

    found = await missed(rich, visitor, after=2, open_turns=(said.turn_id,))

    assert found.ended == [rich.feed.published[-1]]
    (end,) = found.ended
    assert (end.state, end.charged, end.code, end.retryable) == ("settled", "5.00", None, False)
    assert end.message == rich.storage.messages[-1]


async def test_tells_the_end_with_its_reason_when_the_turn_was_declined(house: House) -> None:
    visitor = await house.visit()
    said = await house.say(visitor)
    assert said.turn_id is not None
    await house.run_until_idle()

    (end,) = (await missed(house, visitor, open_turns=(said.turn_id,))).ended

    assert (end.state, end.charged, end.code, end.message) == ("declined", "0.00", "balance_exhausted", None)


async def test_tells_that_it_may_be_retried_when_the_turn_failed(rich: House) -> None:
    visitor = await rich.visit()
    said = await rich.say(visitor)
    assert said.turn_id is not None
    rich.writer.fail_next(AnswerWriterError(Fault.CUT), partial="Да")
    await rich.run_until_idle()

    (end,) = (await missed(rich, visitor, open_turns=(said.turn_id,))).ended

    assert end == rich.feed.published[-1]
    assert isinstance(end, TurnEnded)
    assert end.retryable


async def test_tells_no_end_when_the_turn_is_unknown(house: House) -> None:
    assert (await missed(house, await house.visit(), open_turns=(TurnId(make_id()),))).ended == []


async def test_raises_when_storage_is_down(house: House) -> None:
    visitor = await house.visit()
    house.catch_up._storage = FailingStorage()

    with pytest.raises(StorageUnavailableError):
        await missed(house, visitor, after=0)
