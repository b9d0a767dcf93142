"""An answer is begun in the transaction that owes it, where nothing has to be waited for."""

import pytest

from domain.balance import Payer
from domain.errors import BlockedError, StorageUnavailableError
from domain.live import MessageAdded
from domain.turn import Reason, TurnState
from ports.wakeup import Queue
from tests.unit.application.house import House
from tests.unit.application.turns.test_wait_for_morning import MIDNIGHT, at
from tests.unit.application.worker_here import WorkerHere


async def test_is_begun_with_the_message_when_there_is_room(rich: House) -> None:
    here = WorkerHere(rich)

    await rich.say(await rich.visit())

    assert rich.turn.state is TurnState.WRITING
    assert [line.text for line in here.begun[0].lines][1:] == ["Вы открыты?"]
    assert (await rich.storage.balance()).held == rich.turn.price


async def test_is_answered_when_whoever_has_room_runs_it(rich: House) -> None:
    here = WorkerHere(rich)

    await rich.comment()
    await rich.drain_events.execute()
    await here.run()

    assert rich.turn.state is TurnState.SETTLED
    assert [comment.text for comment in rich.community.comments] == [rich.writer.text]


async def test_asks_for_one_transaction_before_the_model_is_called(rich: House) -> None:
    here, visitor = WorkerHere(rich), await rich.visit()
    before = rich.fragile.runs

    await rich.say(visitor)

    assert here.begun
    assert rich.fragile.runs == before + 1


async def test_wakes_the_queue_only_when_there_is_something_for_it(rich: House) -> None:
    WorkerHere(rich, free=1)
    visitor = await rich.visit()

    await rich.say(visitor)
    assert Queue.TURNS not in rich.wakeup.signals

    await rich.say(visitor)
    assert Queue.TURNS in rich.wakeup.signals


async def test_nothing_is_told_of_an_answer_before_what_it_answers(
    rich: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    here, told = WorkerHere(rich), list[type]()
    monkeypatch.setattr(here, "start", lambda _begun: told.extend(type(news) for news in rich.feed.published))

    await rich.say(await rich.visit())

    assert told == [MessageAdded]


async def test_is_left_to_the_queue_when_there_is_no_room(rich: House) -> None:
    here = WorkerHere(rich, free=0)

    await rich.say(await rich.visit())

    assert not here.begun
    assert rich.turn.state is TurnState.OWED
    assert await rich.run_turns() == 1


async def test_waits_for_the_burst_when_it_comes_in_messages_of_vk(rich: House) -> None:
    here = WorkerHere(rich)

    await rich.message()
    await rich.drain_events.execute()

    assert not here.begun


async def test_is_left_to_the_queue_when_vk_has_to_be_asked_first() -> None:
    house = House(looks_around=True)
    await house.top_up()
    here = WorkerHere(house)

    await house.comment()
    await house.drain_events.execute()

    assert not here.begun
    assert house.turn.state is TurnState.OWED


async def test_is_left_to_the_queue_when_each_pays_for_themselves() -> None:
    house = House(payer=Payer.PERSON)
    here = WorkerHere(house)

    await house.say(await house.visit())

    assert not here.begun


async def test_waits_for_the_morning_when_it_is_quiet() -> None:
    house = await at(MIDNIGHT)
    here = WorkerHere(house)

    await house.comment()
    await house.drain_events.execute()
    await house.run_turns()

    assert not here.begun
    assert house.turn.reason == Reason.QUIET_HOURS


async def test_is_declined_with_the_message_when_the_balance_is_exhausted(house: House) -> None:
    here = WorkerHere(house)

    await house.say(await house.visit())
    await here.run()

    assert (house.turn.state, house.turn.reason) == (TurnState.DECLINED, Reason.BALANCE_EXHAUSTED)
    assert not house.writer.asked
    assert house.storage.pending_notifications


async def test_what_was_said_is_kept_when_the_beginning_fails(rich: House) -> None:
    here, visitor = WorkerHere(rich), await rich.visit()
    rich.prompts.prompts.clear()

    accepted = await rich.say(visitor)

    assert accepted.is_new
    assert rich.turn.state is TurnState.OWED
    assert not here.begun
    assert "answer_not_begun" in rich.log.events("error")
    assert Queue.TURNS in rich.wakeup.signals


async def test_passes_on_what_is_wrong_with_the_message_itself(rich: House) -> None:
    WorkerHere(rich)
    visitor = await rich.visit()
    await rich.block_person.execute(visitor.person.id, by="owner")

    with pytest.raises(BlockedError):
        await rich.say(visitor)


async def test_begins_nothing_when_the_transaction_was_not_committed(rich: House) -> None:
    here, visitor = WorkerHere(rich), await rich.visit()
    rich.fragile.go_down_in(1, committed=False)

    with pytest.raises(StorageUnavailableError):
        await rich.say(visitor)

    assert not here.begun
    assert rich.room.kept == 0


async def test_is_answered_by_others_when_its_process_died_after_the_commit(rich: House) -> None:
    here, visitor = WorkerHere(rich), await rich.visit()

    assert await rich.dies_in(1, rich.say(visitor), committed=True)
    assert not here.begun
    assert await rich.run_turns() == 0

    rich.clock.advance(60.0)
    assert await rich.run_turns() == 1
    assert rich.turn.state is TurnState.SETTLED
    assert len(rich.writer.asked) == 1
