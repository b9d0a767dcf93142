"""Sent part by part, each under its own key; an outcome that is unknown is found out, never guessed."""

import pytest

from application.turns.settle_turn import Settled
from domain.delivery import DeliveryState
from domain.errors import LeaseLostError, StorageUnavailableError
from domain.turn import Reason, TurnState
from tests.unit.application.house import BOB, CONFIRM_SECONDS, LEASE, House
from tests.unit.application.turns.sending import (
    GIVE_UP,
    HALT,
    LONG_ANSWER,
    RETRY,
    claim_written,
    hold_states,
    run_again,
    states,
    wait_of,
)

HOUR = 3_600.0


async def test_posts_the_comment_under_its_key_when_a_comment_is_answered(rich: House) -> None:
    claimed = await claim_written(rich)

    settled = await rich.send.execute(claimed)

    assert isinstance(settled, Settled)
    assert settled.turn == rich.turn
    assert rich.turn.state is TurnState.SETTLED
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


async def test_calls_nobody_when_the_lease_was_lost(rich: House) -> None:
    late = await claim_written(rich)
    rich.clock.advance(LEASE.total_seconds())
    await rich.claim_next()

    with pytest.raises(LeaseLostError):
        await rich.send.execute(late)

    assert rich.community.calls == 0
    assert rich.storage.deliveries == []


async def test_waits_for_its_own_event_when_the_outcome_of_a_comment_is_unknown(rich: House) -> None:
    claimed = await claim_written(rich)
    rich.community.lose_next_answer()
    await rich.run.execute(claimed)

    assert wait_of(rich) == CONFIRM_SECONDS
    assert await rich.claim.execute(limit=1) == []
    assert rich.community.calls == 1


async def test_does_not_call_before_its_event_had_time_when_killed_during_the_call(rich: House) -> None:
    claimed = await claim_written(rich)
    assert await rich.dies_in(1, rich.send.execute(claimed), committed=True)
    await rich.claim.release()

    await rich.run_turns()

    assert rich.community.calls == 0
    assert wait_of(rich) == CONFIRM_SECONDS


@pytest.mark.parametrize("is_done", [True, False])
async def test_is_sent_once_more_under_its_key_when_no_event_tells(rich: House, is_done: bool) -> None:
    claimed = await claim_written(rich)
    rich.community.lose_next_answer() if is_done else rich.community.fail_next()
    await rich.run.execute(claimed)

    await run_again(rich)

    assert rich.community.calls == 2
    assert len(rich.community.comments) == 1
    assert rich.turn.state is TurnState.SETTLED


async def test_is_left_unconfirmed_with_its_hold_when_the_second_call_is_not_answered_either(rich: House) -> None:
    claimed = await claim_written(rich)
    rich.community.fail_next()
    rich.community.fail_next()
    await rich.run.execute(claimed)
    await run_again(rich)
    await run_again(rich)

    assert (rich.turn.state, rich.turn.reason) == (TurnState.WRITTEN, Reason.DELIVERY_UNCONFIRMED)
    assert states(rich) == [DeliveryState.UNCONFIRMED]
    balance = await rich.storage.balance()
    assert (str(balance.available), str(balance.held)) == ("95.00", "5.00")
    rich.clock.advance(24 * HOUR)
    await rich.run_until_idle()
    assert rich.community.calls == 2


async def test_leaves_the_thread_to_others_when_an_answer_is_unconfirmed(rich: House) -> None:
    top = await rich.comment()
    await rich.comment("Сколько стоит?", by=BOB, root=top.comment_id)
    rich.community.fail_next()
    rich.community.fail_next()

    for _ in range(4):
        await rich.run_until_idle()
        rich.clock.advance(60)

    first, second = rich.storage.turns
    assert first.is_unconfirmed
    assert second.state is TurnState.SETTLED


@pytest.mark.parametrize("code", [RETRY, GIVE_UP])
async def test_is_not_called_a_third_time_when_only_the_second_call_was_refused(rich: House, code: int) -> None:
    claimed = await claim_written(rich)
    rich.community.lose_next_answer()
    rich.community.refuse_next(code)
    await rich.run.execute(claimed)
    await run_again(rich)
    rich.clock.advance(HOUR)
    await rich.run_until_idle()

    assert rich.turn.is_unconfirmed
    assert [str(state) for state in hold_states(rich)] == ["open"]
    assert rich.community.calls == 2


async def test_repeats_the_same_call_when_vk_still_remembers_the_message(rich: House) -> None:
    claimed = await claim_written(rich, in_dialog=True)
    rich.community.lose_next_answer()
    await rich.run.execute(claimed)

    await run_again(rich)

    assert rich.community.calls == 2
    assert len(rich.community.messages) == 1
    assert rich.turn.state is TurnState.SETTLED


@pytest.mark.parametrize("is_done", [True, False])
async def test_looks_into_the_dialog_first_when_vk_has_forgotten_the_key(rich: House, is_done: bool) -> None:
    claimed = await claim_written(rich, in_dialog=True)
    rich.community.lose_next_answer() if is_done else rich.community.fail_next()
    await rich.run.execute(claimed)
    rich.clock.advance(HOUR)
    rich.community.forget()

    await run_again(rich)

    assert len(rich.community.messages) == 1
    assert rich.turn.state is TurnState.SETTLED


async def test_looks_into_the_dialog_first_when_much_was_said_meanwhile(rich: House) -> None:
    claimed = await claim_written(rich, in_dialog=True)
    rich.community.lose_next_answer()
    await rich.run.execute(claimed)
    for _ in range(100):
        await rich.message("ещё")
    while await rich.drain_events.execute():
        pass
    rich.community.forget()

    rich.clock.advance(10)
    await rich.run_turns()

    assert len(rich.community.messages) == 1
    assert rich.storage.turns[0].state is TurnState.SETTLED


@pytest.mark.parametrize("code", [RETRY, HALT])
async def test_is_looked_for_again_when_vk_refused_to_show_the_dialog(rich: House, code: int) -> None:
    claimed = await claim_written(rich, in_dialog=True)
    rich.community.lose_next_answer()
    await rich.run.execute(claimed)
    rich.clock.advance(HOUR)
    rich.community.forget()
    rich.community.refuse_next(code)
    await run_again(rich)
    assert not rich.turn.has_ended

    await run_again(rich)

    assert len(rich.community.messages) == 1
    assert rich.turn.state is TurnState.SETTLED


async def test_is_left_unconfirmed_when_vk_never_shows_the_dialog(rich: House) -> None:
    claimed = await claim_written(rich, in_dialog=True)
    rich.community.lose_next_answer()
    await rich.run.execute(claimed)
    rich.clock.advance(HOUR)
    rich.community.refuse_next(GIVE_UP)

    await run_again(rich)

    assert rich.turn.is_unconfirmed
    assert [str(state) for state in hold_states(rich)] == ["open"]


async def test_nobody_calls_when_everything_is_stopped(rich: House) -> None:
    await rich.comment()
    await rich.message(by=BOB)
    rich.community.refuse_next(HALT)

    await rich.run_until_idle()

    assert rich.community.calls == 1
    assert [turn.state for turn in rich.storage.turns] == [TurnState.WRITTEN, TurnState.WRITTEN]
    assert len(rich.writer.asked) == 2


async def test_one_tries_for_all_when_the_stop_is_over(rich: House) -> None:
    for _ in range(3):
        await rich.comment()
    rich.community.refuse_next(HALT)
    rich.community.refuse_next(HALT)
    await rich.run_until_idle()
    rich.clock.advance(60)
    await rich.run_until_idle()
    assert rich.community.calls == 2

    for _ in range(4):
        rich.clock.advance(120)
        await rich.run_until_idle()

    assert {turn.state for turn in rich.storage.turns} == {TurnState.SETTLED}
    assert rich.community.calls == 5
