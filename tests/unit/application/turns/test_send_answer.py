"""Sent part by part, each under its own key; what an error means stands in one table."""

from dataclasses import replace

import pytest

from application.turns.delivery_failure import MOST_TRIES
from domain.balance import HoldState
from domain.delivery import PART_LENGTH, DeliveryState
from domain.errors import LeaseLostError, StorageUnavailableError
from domain.turn import ClaimedTurn, Reason, TurnState
from tests.factories import TODAY
from tests.unit.application.house import LEASE, House

RETRY, PAUSE, HALT, GIVE_UP = 6, 9, 5, 901
LONG_ANSWER = ("а" * (PART_LENGTH - 10) + ". ") * 3


async def claim_written(house: House, answer: str = "Да.", *, in_dialog: bool = False) -> ClaimedTurn:
    """A turn whose answer is stored and not sent."""
    await (house.message() if in_dialog else house.comment())
    claimed = await house.claim_next()
    house.writer.answer_next(answer)
    await house.fund.execute(claimed)
    await house.write.execute(claimed)
    return replace(claimed, turn=house.turn)


def wait_of(house: House) -> float:
    (row,) = house.storage.tables.turns.values()
    return (row.due_at - house.clock.now()).total_seconds()


def states(house: House) -> list[DeliveryState]:
    return [delivery.state for delivery in house.storage.deliveries]


def hold_states(house: House) -> list[HoldState]:
    return [hold.state for hold in house.storage.holds]


async def run_again(house: House) -> float:
    """Wait until the only turn may be taken up again, and run it; returns the wait."""
    waited = wait_of(house)
    house.clock.advance(max(0.0, waited))
    assert await house.run_turns() == 1
    return waited


async def answers_today(house: House) -> int:
    person = house.storage.people[0]
    return await house.storage.read(lambda uow: uow.people.answers_on(person.id, day=TODAY))


async def test_posts_the_comment_under_its_key_when_a_comment_is_answered(rich: House) -> None:
    claimed = await claim_written(rich)

    sent = await rich.send.execute(claimed)

    assert sent == rich.turn
    assert rich.turn.state is TurnState.SENT
    (posted,) = rich.community.comments
    (delivery,) = rich.storage.deliveries
    assert (posted.text, posted.guid, posted.target) == ("Да.", delivery.guid, delivery.target)
    assert (delivery.state, delivery.effect_id) == (DeliveryState.SENT, posted.id)


async def test_sends_the_message_under_its_key_when_a_dialog_is_answered(rich: House) -> None:
    claimed = await claim_written(rich, in_dialog=True)

    await rich.send.execute(claimed)

    (sent,) = rich.community.messages
    (delivery,) = rich.storage.deliveries
    assert (sent.text, sent.random_id, sent.target) == ("Да.", delivery.random_id, delivery.target)
    assert delivery.effect_id == sent.id


async def test_sends_all_parts_in_order_when_the_answer_is_long(rich: House) -> None:
    claimed = await claim_written(rich, LONG_ANSWER, in_dialog=True)

    await rich.send.execute(claimed)

    assert len(rich.community.messages) == 3
    assert [message.text for message in rich.community.messages] == [part.text for part in rich.storage.deliveries]
    assert len({message.random_id for message in rich.community.messages}) == 3


async def test_has_all_rows_on_disk_before_the_first_call(rich: House) -> None:
    claimed = await claim_written(rich, LONG_ANSWER, in_dialog=True)

    assert await rich.dies_in(1, rich.send.execute(claimed), committed=True)

    assert states(rich) == [DeliveryState.PENDING] * 3
    assert rich.community.calls == 0


async def test_calls_nobody_when_the_rows_cannot_be_stored(rich: House) -> None:
    claimed = await claim_written(rich)
    rich.storage.fail_next()

    with pytest.raises(StorageUnavailableError):
        await rich.send.execute(claimed)

    assert rich.community.calls == 0


async def test_goes_on_at_the_first_missing_part_when_taken_over(rich: House) -> None:
    claimed = await claim_written(rich, LONG_ANSWER, in_dialog=True)
    assert await rich.dies_in(3, rich.send.execute(claimed), committed=True)
    assert states(rich) == [DeliveryState.SENT, DeliveryState.SENT, DeliveryState.PENDING]
    calls = rich.community.calls
    rich.clock.advance(LEASE.total_seconds())

    await rich.run_until_idle()

    assert rich.community.calls == calls + 1
    assert len(rich.community.messages) == 3
    assert rich.turn.state is TurnState.SETTLED


async def test_repeats_the_call_under_the_same_key_when_killed_before_its_outcome_was_noted(rich: House) -> None:
    claimed = await claim_written(rich)
    assert await rich.dies_in(2, rich.send.execute(claimed))
    assert (len(rich.community.comments), states(rich)) == (1, [DeliveryState.PENDING])
    rich.clock.advance(LEASE.total_seconds())

    await rich.run_until_idle()

    assert rich.community.calls == 2
    assert len(rich.community.comments) == 1
    assert rich.turn.state is TurnState.SETTLED


@pytest.mark.parametrize(
    ("code", "first_wait"), [(RETRY, 0.75), (PAUSE, 225.0), (HALT, 45.0)], ids=["retry", "pause", "halt"]
)
async def test_is_put_off_with_its_hold_when_the_remedy_is_to_wait(rich: House, code: int, first_wait: float) -> None:
    claimed = await claim_written(rich)
    rich.community.refuse_next(code)

    assert await rich.send.execute(claimed) is None

    (delivery,) = rich.storage.deliveries
    assert (delivery.state, delivery.tries, delivery.reason) == (DeliveryState.PENDING, 1, f"vk_error_{code}")
    assert rich.turn.state is TurnState.WRITTEN
    assert hold_states(rich) == [HoldState.OPEN]
    assert wait_of(rich) == first_wait
    assert await rich.claim.execute(limit=1) == []


async def test_sends_the_same_once_when_the_second_try_succeeds(rich: House) -> None:
    claimed = await claim_written(rich)
    rich.community.refuse_next(RETRY)
    await rich.run.execute(claimed)

    await run_again(rich)

    assert len(rich.community.comments) == 1
    assert len(rich.writer.asked) == 1
    assert rich.turn.state is TurnState.SETTLED
    (delivery,) = rich.storage.deliveries
    assert (delivery.state, delivery.reason) == (DeliveryState.SENT, None)


@pytest.mark.parametrize("code", [RETRY, PAUSE], ids=["retry", "pause"])
async def test_gives_up_and_gives_the_money_back_when_twelve_tries_were_refused(rich: House, code: int) -> None:
    claimed = await claim_written(rich)
    for _ in range(MOST_TRIES):
        rich.community.refuse_next(code)
    await rich.run.execute(claimed)

    waits = [await run_again(rich) for _ in range(MOST_TRIES - 1)]

    assert waits == sorted(waits)
    assert rich.community.calls == MOST_TRIES == 12
    assert (rich.turn.state, rich.turn.reason) == (TurnState.FAILED, f"{Reason.DELIVERY_REFUSED}:{code}")
    assert (states(rich), hold_states(rich)) == ([DeliveryState.REFUSED], [HoldState.RELEASED])
    assert await answers_today(rich) == 0


async def test_holds_up_other_conversations_not_at_all_when_one_is_paused(rich: House) -> None:
    await rich.message(by=1)
    await rich.message(by=2)
    rich.community.refuse_next(PAUSE)

    await rich.run_until_idle()

    assert sorted(turn.state for turn in rich.storage.turns) == [TurnState.SETTLED, TurnState.WRITTEN]


@pytest.mark.parametrize("code", [GIVE_UP, 902, 100, 15, 424_242])
async def test_fails_at_once_and_gives_the_money_back_when_it_is_permanent(rich: House, code: int) -> None:
    claimed = await claim_written(rich)
    rich.community.refuse_next(code)

    ended = await rich.send.execute(claimed)

    assert ended == rich.turn
    assert (rich.turn.state, rich.turn.reason) == (TurnState.FAILED, f"{Reason.DELIVERY_REFUSED}:{code}")
    assert (states(rich), hold_states(rich)) == ([DeliveryState.REFUSED], [HoldState.RELEASED])
    assert rich.community.calls == 1
    assert await answers_today(rich) == 0
    assert rich.storage.notifications == []


async def test_waits_without_a_bound_when_the_token_is_dead(rich: House) -> None:
    claimed = await claim_written(rich)
    for _ in range(3 * MOST_TRIES):
        rich.community.refuse_next(HALT)
    await rich.run.execute(claimed)

    waits = [await run_again(rich) for _ in range(3 * MOST_TRIES - 1)]
    assert (rich.turn.state, hold_states(rich)) == (TurnState.WRITTEN, [HoldState.OPEN])
    assert max(waits) <= 600
    await run_again(rich)

    assert rich.turn.state is TurnState.SETTLED


async def test_still_has_tries_left_when_the_token_was_dead_for_long(rich: House) -> None:
    claimed = await claim_written(rich)
    for _ in range(3 * MOST_TRIES):
        rich.community.refuse_next(HALT)
    rich.community.refuse_next(RETRY)
    await rich.run.execute(claimed)
    for _ in range(3 * MOST_TRIES):
        await run_again(rich)
    assert rich.turn.state is TurnState.WRITTEN

    await run_again(rich)

    assert rich.turn.state is TurnState.SETTLED


async def test_keeps_the_hold_when_the_outcome_stays_unknown(rich: House) -> None:
    claimed = await claim_written(rich)
    for _ in range(MOST_TRIES):
        rich.community.fail_next()
    await rich.run.execute(claimed)
    for _ in range(MOST_TRIES - 1):
        await run_again(rich)

    assert (rich.turn.state, rich.turn.reason) == (TurnState.FAILED, Reason.DELIVERY_UNCONFIRMED)
    assert (states(rich), hold_states(rich)) == ([DeliveryState.UNCONFIRMED], [HoldState.OPEN])
    assert rich.storage.deliveries[0].reason == "no_answer"
    assert await answers_today(rich) == 1
    balance = await rich.storage.balance()
    assert (balance.available, balance.held) == (95, 5)


async def test_says_it_once_when_vks_answer_was_lost_after_the_work_was_done(rich: House) -> None:
    claimed = await claim_written(rich)
    rich.community.lose_next_answer()
    await rich.run.execute(claimed)
    assert rich.turn.state is TurnState.WRITTEN

    await run_again(rich)

    assert len(rich.community.comments) == 1
    assert rich.turn.state is TurnState.SETTLED


async def test_logs_the_code_but_nothing_of_the_text_when_a_call_fails(rich: House) -> None:
    claimed = await claim_written(rich, "Тайна")
    rich.community.refuse_next(RETRY)

    await rich.send.execute(claimed)

    (line,) = (line for line in rich.log.lines if line.event == "delivery_failed")
    assert (line.facts["code"], line.facts["tries"]) == (RETRY, 1)
    assert "Тайна" not in str(rich.log.lines)


async def test_calls_nobody_when_the_lease_was_lost(rich: House) -> None:
    late = await claim_written(rich)
    rich.clock.advance(LEASE.total_seconds())
    await rich.claim_next()

    with pytest.raises(LeaseLostError):
        await rich.send.execute(late)

    assert rich.community.calls == 0
    assert rich.storage.deliveries == []
