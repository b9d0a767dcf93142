"""A failed turn goes again: anew before anything was sent, with its stored text after that."""

from collections.abc import Sequence
from decimal import Decimal

import pytest

from application.turns.delivery_failure import MOST_TRIES
from domain.answer import AnswerWriterError, Fault
from domain.balance import EntryKind, HoldState
from domain.delivery import PART_LENGTH, DialogTarget
from domain.errors import InvalidTransitionError, NotFoundError
from domain.identifiers import TurnId
from domain.rich_text import Span
from domain.turn import Reason, TurnState
from ports.wakeup import Queue
from tests.factories import TODAY, make_id
from tests.unit.application.house import House

REFUSED, BUSY = 901, 6


async def fail_writing(house: House) -> None:
    await house.comment()
    house.writer.fail_next(AnswerWriterError(Fault.REFUSED))
    await house.run_until_idle()
    assert house.turn.state is TurnState.FAILED


async def fail_sending(house: House) -> None:
    await house.comment()
    house.community.refuse_next(REFUSED)
    await house.run_until_idle()
    assert house.turn.state is TurnState.FAILED


async def lose_sending(house: House, *, is_done: bool) -> None:
    """VK does not answer, whether or not it did the work."""
    await house.comment()
    if is_done:
        house.community.lose_next_answer()
    else:
        house.community.fail_next()
    house.community.fail_next()
    for _ in range(3):
        await house.run_until_idle()
        house.clock.advance(60)
    assert house.turn.is_unconfirmed


def captures(house: House) -> list[Decimal]:
    return [-entry.amount for entry in house.storage.entries if entry.kind is EntryKind.CAPTURE]


def holds(house: House) -> dict[str, HoldState]:
    return {hold.key.rpartition(":")[2]: hold.state for hold in house.storage.holds}


async def answers_today(house: House) -> int:
    person = house.storage.people[0]
    return await house.storage.read(lambda uow: uow.people.answers_on(person.id, day=TODAY))


async def test_is_written_anew_and_held_anew_when_nothing_was_sent(rich: House) -> None:
    await fail_writing(rich)

    again = await rich.retry.execute(rich.turn.id, by="olga")
    assert (again.state, again.attempt, again.reason) == (TurnState.OWED, 2, None)
    assert rich.wakeup.signals[-1] is Queue.TURNS
    await rich.run_until_idle()

    assert rich.turn.state is TurnState.SETTLED
    assert len(rich.writer.asked) == 2
    assert holds(rich) == {"1": HoldState.RELEASED, "2": HoldState.CAPTURED}
    assert captures(rich) == [Decimal("5.00")]
    assert await answers_today(rich) == 1


async def test_sends_the_stored_text_when_a_delivery_row_exists(rich: House) -> None:
    await fail_sending(rich)
    stored = rich.writer.text
    rich.writer.text = "Другой ответ."

    again = await rich.retry.execute(rich.turn.id, by="olga")
    assert (again.state, again.attempt) == (TurnState.WRITTEN, 2)
    assert holds(rich) == {"1": HoldState.RELEASED, "2": HoldState.OPEN}
    await rich.run_until_idle()

    assert [comment.text for comment in rich.community.comments] == [stored]
    assert len(rich.writer.asked) == 1
    assert holds(rich) == {"1": HoldState.RELEASED, "2": HoldState.CAPTURED}
    assert captures(rich) == [Decimal("5.00")]


async def test_counts_the_answer_once_when_a_refused_one_is_sent_after_all(rich: House) -> None:
    await fail_sending(rich)
    assert await answers_today(rich) == 0

    await rich.retry.execute(rich.turn.id, by="olga")
    await rich.run_until_idle()

    assert rich.turn.state is TurnState.SETTLED
    assert await answers_today(rich) == 1


async def test_gives_back_only_its_own_answer_when_the_retry_is_refused_too(rich: House) -> None:
    await rich.comment()
    await rich.run_until_idle()
    await rich.comment()
    rich.community.refuse_next(REFUSED)
    await rich.run_until_idle()
    rich.community.refuse_next(REFUSED)

    await rich.retry.execute(rich.storage.turns[1].id, by="olga")
    await rich.run_until_idle()

    assert [turn.state for turn in rich.storage.turns] == [TurnState.SETTLED, TurnState.FAILED]
    assert await answers_today(rich) == 1


async def test_counts_the_answer_once_when_an_unconfirmed_one_is_retried(rich: House) -> None:
    await lose_sending(rich, is_done=False)

    await rich.retry.execute(rich.turn.id, by="olga")
    await rich.run_until_idle()

    assert rich.turn.state is TurnState.SETTLED
    assert await answers_today(rich) == 1


@pytest.mark.parametrize("is_done", [True, False])
async def test_is_said_and_charged_once_when_the_outcome_was_unknown(rich: House, is_done: bool) -> None:
    await lose_sending(rich, is_done=is_done)
    assert holds(rich) == {"1": HoldState.OPEN}

    await rich.retry.execute(rich.turn.id, by="olga")
    await rich.run_until_idle()

    assert rich.turn.state is TurnState.SETTLED
    assert len(rich.community.comments) == 1
    assert holds(rich) == {"1": HoldState.CAPTURED}
    assert captures(rich) == [Decimal("5.00")]
    balance = await rich.storage.balance()
    assert (balance.available, balance.held) == (Decimal("95.00"), Decimal("0.00"))


async def test_sends_only_what_is_missing_when_some_parts_were_sent(
    rich: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    send = rich.community.send_message

    async def refuse_the_second(target: DialogTarget, text: str, *, random_id: int, spans: Sequence[Span] = ()) -> int:
        if rich.community.calls == 1:
            rich.community.refuse_next(REFUSED)
        return await send(target, text, random_id=random_id, spans=spans)

    monkeypatch.setattr(rich.community, "send_message", refuse_the_second)
    rich.writer.answer_next(("а" * (PART_LENGTH - 10) + ". ") * 2)
    await rich.message()
    await rich.run_until_idle()
    assert (rich.turn.state, rich.community.calls) == (TurnState.FAILED, 2)

    await rich.retry.execute(rich.turn.id, by="olga")
    await rich.run_until_idle()

    assert rich.community.calls == 3
    assert [message.text for message in rich.community.messages] == [part.text for part in rich.storage.deliveries]
    assert captures(rich) == [Decimal("5.00")]


async def test_has_all_its_tries_again_when_it_failed_after_the_last(rich: House) -> None:
    await rich.comment()
    for _ in range(MOST_TRIES):
        rich.community.refuse_next(BUSY)
    for _ in range(MOST_TRIES):
        await rich.run_until_idle()
        rich.clock.advance(3600)
    assert (rich.turn.state, rich.turn.reason) == (TurnState.FAILED, "delivery_refused:6")

    await rich.retry.execute(rich.turn.id, by="olga")
    rich.community.refuse_next(BUSY)
    await rich.run_until_idle()
    assert not rich.turn.has_ended
    rich.clock.advance(3600)
    await rich.run_until_idle()

    assert rich.turn.state is TurnState.SETTLED


@pytest.mark.parametrize("limit", [None, Decimal("5.00")], ids=["balance", "daily"])
async def test_changes_nothing_when_the_stored_text_cannot_be_paid_for(limit: Decimal | None) -> None:
    house = House(daily_spend_limit=limit)
    await house.top_up("5.00" if limit is None else "100.00")
    await fail_sending(house)
    await house.comment()
    await house.run_until_idle()
    before = house.storage.tables.copy()

    with pytest.raises(InvalidTransitionError) as caught:
        await house.retry.execute(house.storage.turns[0].id, by="olga")

    assert caught.value.state == ("balance_exhausted" if limit is None else "daily_limit_reached")
    assert house.storage.tables == before


async def test_needs_no_money_again_when_an_unconfirmed_one_is_retried(house: House) -> None:
    await house.top_up("5.00")
    await lose_sending(house, is_done=True)
    assert (await house.storage.balance()).available == Decimal("0.00")

    await house.retry.execute(house.turn.id, by="olga")
    await house.run_until_idle()

    assert house.turn.state is TurnState.SETTLED


async def test_is_declined_when_the_money_is_gone_before_it_is_written_anew(house: House) -> None:
    await house.top_up("5.00")
    await fail_writing(house)
    await house.comment()
    await house.run_until_idle()

    await house.retry.execute(house.storage.turns[0].id, by="olga")
    await house.run_until_idle()

    assert house.storage.turns[0].reason == Reason.BALANCE_EXHAUSTED


@pytest.mark.parametrize("state", [TurnState.OWED, TurnState.SETTLED, TurnState.DECLINED])
async def test_is_refused_when_the_turn_has_not_failed(house: House, state: TurnState) -> None:
    if state is TurnState.SETTLED:
        await house.top_up()
    await house.comment()
    await house.drain_events.execute()
    if state is not TurnState.OWED:
        await house.run_until_idle()
    assert house.turn.state is state
    signals = len(house.wakeup.signals)

    with pytest.raises(InvalidTransitionError):
        await house.retry.execute(house.turn.id, by="olga")

    assert house.turn.state is state
    assert len(house.wakeup.signals) == signals


async def test_runs_once_when_it_is_asked_for_twice(rich: House) -> None:
    await fail_writing(rich)

    await rich.retry.execute(rich.turn.id, by="olga")
    with pytest.raises(InvalidTransitionError):
        await rich.retry.execute(rich.turn.id, by="olga")
    await rich.run_until_idle()

    assert rich.turn.attempt == 2
    assert len(rich.community.comments) == 1


async def test_raises_when_there_is_no_such_turn(house: House) -> None:
    with pytest.raises(NotFoundError):
        await house.retry.execute(TurnId(make_id()), by="olga")


async def test_is_refused_when_its_question_is_forgotten(rich: House) -> None:
    await fail_writing(rich)
    await rich.storage.run(lambda uow: uow.messages.forget([rich.turn.opened_by]))
    before = rich.storage.tables

    with pytest.raises(InvalidTransitionError) as refused:
        await rich.retry.execute(rich.turn.id, by="olga")

    assert refused.value.state == Reason.FORGOTTEN
    assert rich.storage.tables == before


async def test_is_refused_when_the_text_to_be_sent_is_forgotten(rich: House) -> None:
    await fail_sending(rich)
    await rich.storage.run(lambda uow: uow.messages.forget([rich.turn.opened_by]))

    with pytest.raises(InvalidTransitionError):
        await rich.retry.execute(rich.turn.id, by="olga")

    assert rich.turn.state is TurnState.FAILED
    assert rich.community.calls == 1
