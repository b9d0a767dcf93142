"""Written once, stored whole; a model that fails is tried again with growing waits, up to a bound."""

from dataclasses import replace

import pytest

from application.turns.write_answer import LONGEST_RETRY_AFTER, MOST_TRIES
from domain.answer import AnswerWriterError, Fault
from domain.balance import HoldState
from domain.channel import Channel
from domain.errors import LeaseLostError, StorageUnavailableError
from domain.live import FragmentWritten, TurnEnded, TurnStarted
from domain.turn import ClaimedTurn, Reason, Turn, TurnState
from tests.factories import TODAY
from tests.unit.application.house import LEASE, House


def fail(house: House, fault: Fault = Fault.UNAVAILABLE, *, times: int = 1, retry_after: float | None = None) -> None:
    for _ in range(times):
        house.writer.fail_next(AnswerWriterError(fault, retry_after=retry_after))


def wait_of(house: House) -> float:
    """Seconds until the turn may be taken up again."""
    (row,) = house.storage.tables.turns.values()
    return (row.due_at - house.clock.now()).total_seconds()


async def claim_funded(house: House) -> ClaimedTurn:
    await house.comment("Вы открыты?")
    claimed = await house.claim_next()
    await house.fund.execute(claimed)
    return replace(claimed, turn=house.turn)


async def waits_until_the_end(house: House) -> list[float]:
    """Run the only turn again and again, each time as soon as it may be taken up."""
    waits = []
    while not house.turn.has_ended:
        waits.append(wait_of(house))
        house.clock.advance(max(0.0, waits[-1]))
        assert await house.run_turns() == 1
    return waits


async def test_stores_the_whole_answer_when_the_model_wrote_it(rich: House) -> None:
    claimed = await claim_funded(rich)

    written = await rich.write.execute(claimed)

    assert written == rich.turn
    assert (rich.turn.state, rich.turn.answer, rich.turn.model) == (TurnState.WRITTEN, rich.writer.text, "fake-model")
    assert [line.text for line in rich.writer.asked[0]][1:] == ["Вы открыты?"]


async def test_tells_the_beginning_and_each_fragment_at_its_offset_when_it_streams(rich: House) -> None:
    rich.writer.answer_next("Да, 🎓 с девяти.")
    claimed = await claim_funded(rich)

    await rich.write.execute(claimed)

    started, *fragments = rich.feed.published
    assert started == TurnStarted(conversation_id=rich.turn.conversation_id, turn_id=rich.turn.id)
    text = ""
    for fragment in fragments:
        assert isinstance(fragment, FragmentWritten)
        assert fragment.offset == len(text)
        text += fragment.text
    assert text == rich.turn.answer == "Да, 🎓 с девяти."


async def test_fixes_what_is_answered_before_the_model_is_called(rich: House) -> None:
    claimed = await claim_funded(rich)

    assert await rich.dies_in(1, rich.write.execute(claimed), committed=True)

    assert (rich.turn.state, rich.turn.input_upto_seq) == (TurnState.WRITING, 1)
    assert rich.writer.asked == []


async def test_keeps_what_was_fixed_when_more_is_said_before_the_next_try(rich: House) -> None:
    await rich.message("раз")
    fail(rich)
    await rich.run_until_idle()
    assert rich.turn.state is TurnState.WRITING

    await rich.message("два")
    await rich.run_until_idle()
    rich.clock.advance(60)
    await rich.run_until_idle()

    first, second = rich.storage.turns
    assert (first.input_upto_seq, second.input_upto_seq) == (1, 3)
    assert [asked[-1].text for asked in rich.writer.asked] == ["раз", "раз", "два"]


@pytest.mark.parametrize("fault", [Fault.RATE_LIMITED, Fault.UNAVAILABLE, Fault.TIMED_OUT, Fault.MALFORMED, Fault.CUT])
async def test_is_put_off_with_its_hold_when_the_model_fails(rich: House, fault: Fault) -> None:
    claimed = await claim_funded(rich)
    fail(rich, fault)

    assert await rich.write.execute(claimed) is None

    assert (rich.turn.state, rich.turn.tries, rich.turn.reason) == (TurnState.WRITING, 1, fault)
    assert [hold.state for hold in rich.storage.holds] == [HoldState.OPEN]
    assert wait_of(rich) > 0
    assert await rich.claim.execute(limit=1) == []


async def test_waits_longer_from_try_to_try_when_the_model_keeps_failing(rich: House) -> None:
    claimed = await claim_funded(rich)
    fail(rich, times=MOST_TRIES)

    await rich.run.execute(claimed)
    waits = await waits_until_the_end(rich)

    assert len(rich.writer.asked) == MOST_TRIES == 6
    assert len(waits) == MOST_TRIES - 1
    assert waits == sorted(set(waits))
    assert max(waits) <= 30


async def test_fails_and_gives_the_money_back_when_six_tries_came_to_nothing(rich: House) -> None:
    claimed = await claim_funded(rich)
    fail(rich, times=MOST_TRIES)
    await rich.run.execute(claimed)

    await waits_until_the_end(rich)

    assert (rich.turn.state, rich.turn.reason) == (TurnState.FAILED, Reason.MODEL_FAILED)
    assert [hold.state for hold in rich.storage.holds] == [HoldState.RELEASED]
    person = rich.storage.people[0]
    assert await rich.storage.read(lambda uow: uow.people.answers_on(person.id, day=TODAY)) == 0
    assert (await rich.storage.balance()).available == 100
    assert rich.community.comments == []
    ended = rich.feed.published[-1]
    assert isinstance(ended, TurnEnded)
    assert (ended.state, ended.charged, ended.code, ended.retryable) == ("failed", "0.00", "model_failed", True)


async def test_answers_when_the_last_try_succeeds(rich: House) -> None:
    claimed = await claim_funded(rich)
    fail(rich, times=MOST_TRIES - 1)
    await rich.run.execute(claimed)

    await waits_until_the_end(rich)

    assert (rich.turn.state, rich.turn.reason, rich.turn.tries) == (TurnState.SETTLED, None, MOST_TRIES - 1)


@pytest.mark.parametrize(("said", "waited"), [(45.0, 45.0), (0.1, 0.375), (86_400.0, LONGEST_RETRY_AFTER)])
async def test_obeys_retry_after_within_bounds_when_the_server_says_it(rich: House, said: float, waited: float) -> None:
    claimed = await claim_funded(rich)
    fail(rich, Fault.RATE_LIMITED, retry_after=said)

    await rich.write.execute(claimed)

    assert wait_of(rich) == waited


async def test_spreads_the_waits_when_chance_differs(rich: House) -> None:
    rich.randomness._fractions = [0.0]
    claimed = await claim_funded(rich)
    fail(rich)

    await rich.write.execute(claimed)

    assert wait_of(rich) == 0.25


@pytest.mark.parametrize("fault", [Fault.REFUSED, Fault.UNAUTHORISED])
async def test_fails_at_once_when_the_model_refuses(fault: Fault) -> None:
    house = House(fallback=True)
    await house.top_up()
    claimed = await claim_funded(house)
    fail(house, fault)

    ended = await house.write.execute(claimed)

    assert isinstance(ended, Turn)
    assert (ended.state, ended.reason) == (TurnState.FAILED, Reason.MODEL_REFUSED)
    assert len(house.writer.asked) == 1
    assert house.fallback is not None
    assert house.fallback.asked == []
    assert [hold.state for hold in house.storage.holds] == [HoldState.RELEASED]


async def test_tries_the_fallback_once_when_the_first_model_failed_six_times() -> None:
    house = House(fallback=True)
    await house.top_up()
    claimed = await claim_funded(house)
    fail(house, times=MOST_TRIES)
    await house.run.execute(claimed)

    await waits_until_the_end(house)

    assert house.fallback is not None
    assert (len(house.writer.asked), len(house.fallback.asked)) == (MOST_TRIES, 1)
    assert (house.turn.state, house.turn.model) == (TurnState.SETTLED, "fallback-model")
    assert [comment.text for comment in house.community.comments] == ["Запасной ответ."]


async def test_fails_when_the_fallback_fails_too() -> None:
    house = House(fallback=True)
    assert house.fallback is not None
    await house.top_up()
    claimed = await claim_funded(house)
    fail(house, times=MOST_TRIES)
    house.fallback.fail_next(AnswerWriterError(Fault.UNAVAILABLE))
    await house.run.execute(claimed)

    await waits_until_the_end(house)

    assert (len(house.writer.asked), len(house.fallback.asked)) == (MOST_TRIES, 1)
    assert (house.turn.state, house.turn.reason) == (TurnState.FAILED, Reason.MODEL_FAILED)


async def test_says_what_failed_but_nothing_of_the_text_when_it_logs(rich: House) -> None:
    claimed = await claim_funded(rich)
    rich.writer.fail_next(AnswerWriterError(Fault.TIMED_OUT, detail="no first token"), partial="Тайна")

    await rich.run.execute(claimed)
    await waits_until_the_end(rich)

    (failed,) = (line for line in rich.log.lines if line.event == "model_failed")
    assert (failed.facts["fault"], failed.facts["detail"]) == (Fault.TIMED_OUT, "no first token")
    assert "Тайна" not in str(rich.log.lines)
    assert rich.writer.text not in str(rich.log.lines)


async def test_drops_the_answer_when_the_lease_was_lost_meanwhile(rich: House) -> None:
    late = await claim_funded(rich)
    rich.clock.advance(LEASE.total_seconds())
    other = await rich.claim_next()
    rich.writer.answer_next("Мой ответ.")
    await rich.write.execute(other)
    asked = len(rich.writer.asked)

    with pytest.raises(LeaseLostError):
        await rich.write.execute(late)

    assert rich.turn.answer == "Мой ответ."
    assert len(rich.writer.asked) == asked


async def test_raises_when_storage_is_down_after_the_model_has_written(rich: House) -> None:
    claimed = await claim_funded(rich)

    async def go_down(news: object) -> None:
        rich.storage.fail_next()

    rich.feed.publish = go_down  # type: ignore[method-assign]  # the database goes down while the model writes
    rich.writer.answer_next("Да")

    with pytest.raises(StorageUnavailableError):
        await rich.write.execute(claimed)

    assert (rich.turn.state, rich.turn.answer) == (TurnState.WRITING, None)
    assert rich.turn.channel is Channel.VK_COMMENT
