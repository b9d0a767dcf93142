"""A visitor stops an answer: ended once, charged once or not at all, whoever holds it and whatever dies."""

import asyncio
from dataclasses import replace
from decimal import Decimal

import pytest

from domain.answer import AnswerWriterError, Fault
from domain.balance import HoldState
from domain.errors import NotFoundError, StorageUnavailableError
from domain.identifiers import TurnId
from domain.message import Author
from domain.turn import Reason, TurnState
from ports.wakeup import Queue
from tests.factories import make_id
from tests.unit.application.chat.stopping import answers_today, asked, captures, ends, shown, until
from tests.unit.application.house import LEASE, House


@pytest.mark.parametrize("steps", range(3), ids=["owed", "funded", "writing"])
async def test_costs_nothing_when_nothing_was_shown(rich: House, steps: int) -> None:
    visitor, turn_id = await asked(rich)
    if steps:
        claimed = await rich.claim_next()
        step = rich.fund.execute(claimed) if steps == 1 else rich.run.execute(claimed)
        await rich.dies_in(1, step, committed=True)
        rich.clock.advance(LEASE.total_seconds())
    assert rich.turn.state == [TurnState.OWED, TurnState.FUNDED, TurnState.WRITING][steps]

    assert await rich.stop_answer.execute(visitor, turn_id) is None
    await rich.run_until_idle()

    assert (rich.turn.state, rich.turn.answer_message_id) == (TurnState.STOPPED, None)
    assert rich.writer.asked == captures(rich) == rich.storage.notifications == []
    assert (await rich.storage.balance()).held == 0
    assert await answers_today(rich) == 0
    assert len(rich.storage.messages) == 1
    (end,) = ends(rich)
    assert (end.state, end.charged, end.message) == ("stopped", "0.00", None)
    assert Queue.TURNS in rich.wakeup.signals


async def test_is_ended_at_once_when_it_waits_for_its_next_try(rich: House) -> None:
    visitor, turn_id = await asked(rich)
    rich.writer.fail_next(AnswerWriterError(Fault.RATE_LIMITED, retry_after=500))
    await rich.run_until_idle()
    assert rich.turn.state is TurnState.WRITING

    await rich.stop_answer.execute(visitor, turn_id)
    await rich.run_until_idle()

    assert rich.turn.state is TurnState.STOPPED
    assert len(rich.writer.asked) == 1


async def test_is_ended_and_not_put_off_when_the_model_fails_just_then(rich: House) -> None:
    visitor, turn_id = await asked(rich)
    rich.writer.fail_next(AnswerWriterError(Fault.UNAVAILABLE))
    claimed = await rich.claim_next()
    write = rich.writer.write

    async def fail_after_stop(*args: object, **kwargs: object) -> object:
        await rich.storage.run(lambda uow: uow.turns.request_stop(turn_id))
        return await write(*args, **kwargs)  # type: ignore[arg-type]  # what it was given

    rich.writer.write = fail_after_stop  # type: ignore[method-assign, assignment]  # the stop comes with the failure

    await rich.run.execute(claimed)

    assert rich.turn.state is TurnState.STOPPED
    assert captures(rich) == []
    assert visitor.conversation_id == rich.turn.conversation_id


async def test_shows_no_more_when_only_blanks_were_shown(rich: House) -> None:
    rich.writer.gate = asyncio.Event()
    rich.writer.answer_next("\n")
    visitor, turn_id = await asked(rich)
    running = asyncio.create_task(rich.run.execute(await rich.claim_next()))
    await until(lambda: shown(rich))

    await rich.stop_answer.execute(visitor, turn_id)
    await running

    assert captures(rich) == []
    assert len(rich.storage.messages) == 1


async def test_tells_the_real_end_when_it_has_ended(rich: House) -> None:
    visitor, turn_id = await asked(rich)
    await rich.run_until_idle()

    assert await rich.stop_answer.execute(visitor, turn_id) == ends(rich)[0]
    assert rich.turn.state is TurnState.SETTLED
    assert not rich.turn.stop_requested


async def test_is_settled_when_it_was_written_before(rich: House) -> None:
    visitor, turn_id = await asked(rich)
    await rich.write.execute(await rich.claim_next())
    assert rich.turn.state is TurnState.WRITTEN

    assert await rich.stop_answer.execute(visitor, turn_id) is None
    rich.clock.advance(LEASE.total_seconds())
    await rich.run_until_idle()

    assert rich.turn.state is TurnState.SETTLED
    assert captures(rich) == [Decimal("5.00")]


async def test_is_settled_when_the_stop_came_with_the_last_word(rich: House) -> None:
    _, turn_id = await asked(rich)
    claimed = await rich.claim_next()
    claimed = replace(claimed, turn=await rich.fund.execute(claimed))
    telling = rich.feed.publish

    async def stop_when_told(news: object) -> None:
        await telling(news)  # type: ignore[arg-type]  # what was published
        if shown(rich) == rich.writer.text:
            await rich.storage.run(lambda uow: uow.turns.request_stop(turn_id))

    rich.feed.publish = stop_when_told  # type: ignore[method-assign]  # the wish is stored as the text ends

    await rich.run.execute(claimed)

    assert rich.turn.state is TurnState.SETTLED
    assert captures(rich) == [Decimal("5.00")]


async def test_does_not_exist_when_it_is_somebody_elses_or_nobodys(rich: House) -> None:
    _, turn_id = await asked(rich)
    nosy = await rich.visit()

    for wanted in (turn_id, TurnId(make_id(999))):
        with pytest.raises(NotFoundError):
            await rich.stop_answer.execute(nosy, wanted)

    assert not rich.turn.stop_requested


async def test_asks_for_nothing_when_storage_is_down(rich: House) -> None:
    visitor, turn_id = await asked(rich)
    rich.storage.fail_next()

    with pytest.raises(StorageUnavailableError):
        await rich.stop_answer.execute(visitor, turn_id)

    assert not rich.turn.stop_requested


async def test_answers_again_when_a_failed_turn_that_was_to_be_stopped_is_retried(rich: House) -> None:
    visitor, turn_id = await asked(rich)
    claimed = await rich.claim_next()
    await rich.storage.run(lambda uow: uow.turns.request_stop(turn_id))
    failed = claimed.turn.fail(Reason.MODEL_FAILED)
    await rich.storage.run(lambda uow: uow.turns.save(failed, lease=claimed.lease))

    await rich.retry_answer.execute(visitor, turn_id)
    await rich.run_until_idle()

    assert rich.turn.state is TurnState.SETTLED


@pytest.mark.parametrize("killed_in", [None, 1, 2, 3, 4, 5])
@pytest.mark.parametrize("ticks", range(0, 44, 2))
async def test_is_charged_once_or_not_at_all_whenever_the_stop_comes(ticks: int, killed_in: int | None) -> None:
    house = House()
    await house.top_up()
    house.writer.text = "слово " * 20
    visitor, turn_id = await asked(house)
    claimed = await house.claim_next()
    if killed_in is not None:
        house.fragile.crash_in(killed_in, committed=ticks % 4 == 0)
    running = asyncio.create_task(house.run.execute(claimed))
    for _ in range(ticks):
        await asyncio.sleep(0)
    stopping = asyncio.create_task(house.stop_answer.execute(visitor, turn_id))
    await asyncio.wait({running, stopping})
    house.fragile.hold_out()
    told = shown(house)
    if stopping.cancelled():
        await house.stop_answer.execute(visitor, turn_id)

    house.clock.advance(LEASE.total_seconds())
    await house.run_until_idle()

    answers = [message for message in house.storage.messages if message.author is Author.ASSISTANT]
    assert house.turn.state in {TurnState.STOPPED, TurnState.SETTLED}
    assert captures(house) == [Decimal("5.00")] * len(answers)
    assert await answers_today(house) == len(answers) == len(house.storage.notifications) <= 1
    assert (await house.storage.balance()).held == 0
    assert [hold.state for hold in house.storage.holds] in (
        [],
        [HoldState.CAPTURED if answers else HoldState.RELEASED],
    )
    assert {end.state for end in ends(house)} <= {house.turn.state}
    if answers and not running.cancelled():
        assert answers[0].text == told
