"""What an error of VK means stands in one table: wait, wait long, stop everything, or give up."""

import pytest

from application.turns.delivery_failure import MOST_TRIES
from domain.balance import HoldState
from domain.delivery import DeliveryState
from domain.errors import LeaseLostError
from domain.turn import Reason, TurnState
from tests.unit.application.house import LEASE, House
from tests.unit.application.turns.sending import (
    GIVE_UP,
    HALT,
    MALFORMED,
    PAUSE,
    RETRY,
    answers_today,
    claim_written,
    hold_states,
    run_again,
    states,
    wait_of,
)


@pytest.mark.parametrize(
    ("code", "tries", "wait"), [(RETRY, 1, 0.75), (PAUSE, 1, 225.0), (HALT, 0, 45.0)], ids=["retry", "pause", "halt"]
)
async def test_is_put_off_with_its_hold_when_the_remedy_is_to_wait(
    rich: House, code: int, tries: int, wait: float
) -> None:
    claimed = await claim_written(rich)
    rich.community.refuse_next(code)

    assert await rich.send.execute(claimed) is None

    (delivery,) = rich.storage.deliveries
    assert (delivery.state, delivery.tries, delivery.reason) == (DeliveryState.PENDING, tries, f"vk_error_{code}")
    assert rich.turn.state is TurnState.WRITTEN
    assert hold_states(rich) == [HoldState.OPEN]
    assert wait_of(rich) == wait
    assert await rich.claim.execute(limit=1) == []
    assert rich.metrics.counts == {("community_failed", code): 1}


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
async def test_gives_up_and_gives_the_money_back_when_all_tries_were_refused(rich: House, code: int) -> None:
    claimed = await claim_written(rich)
    for _ in range(MOST_TRIES):
        rich.community.refuse_next(code)
    await rich.run.execute(claimed)

    waits = [await run_again(rich) for _ in range(MOST_TRIES - 1)]

    assert waits == sorted(waits)
    assert rich.community.calls == MOST_TRIES
    assert (rich.turn.state, rich.turn.reason) == (TurnState.FAILED, f"{Reason.DELIVERY_REFUSED}:{code}")
    assert (states(rich), hold_states(rich)) == ([DeliveryState.REFUSED], [HoldState.RELEASED])
    assert await answers_today(rich) == 0


async def test_holds_up_no_other_conversation_when_one_is_paused(rich: House) -> None:
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


async def test_waits_without_a_bound_and_uses_up_no_try_when_the_token_is_dead(rich: House) -> None:
    claimed = await claim_written(rich)
    for _ in range(2 * MOST_TRIES):
        rich.community.refuse_next(HALT)
    rich.community.refuse_next(RETRY)
    await rich.run.execute(claimed)

    waits = [await run_again(rich) for _ in range(2 * MOST_TRIES)]
    assert (rich.turn.state, hold_states(rich)) == (TurnState.WRITTEN, [HoldState.OPEN])
    assert max(waits) <= 600
    assert rich.storage.deliveries[0].tries == 1
    while not rich.turn.has_ended:
        await run_again(rich)

    assert rich.turn.state is TurnState.SETTLED


async def test_stops_once_until_it_is_mended_when_the_token_is_dead(rich: House) -> None:
    for _ in range(2):
        await rich.comment()
    for _ in range(3):
        rich.community.refuse_next(HALT)
    for _ in range(4):
        await rich.run_until_idle()
        rich.clock.advance(600)
    await rich.run_until_idle()

    assert rich.log.events("error") == ["vk_halted"]
    assert {turn.state for turn in rich.storage.turns} == {TurnState.SETTLED}

    rich.community.refuse_next(HALT)
    await rich.comment()
    await rich.run_until_idle()

    assert rich.log.events("error") == ["vk_halted"] * 2


async def test_is_left_unconfirmed_with_its_hold_when_no_try_was_ever_answered(rich: House) -> None:
    claimed = await claim_written(rich, in_dialog=True)
    for _ in range(MOST_TRIES):
        rich.community.fail_next()
    await rich.run.execute(claimed)
    for _ in range(MOST_TRIES - 1):
        await run_again(rich)

    assert (rich.turn.state, rich.turn.reason) == (TurnState.WRITTEN, Reason.DELIVERY_UNCONFIRMED)
    assert (states(rich), hold_states(rich)) == ([DeliveryState.UNCONFIRMED], [HoldState.OPEN])
    assert rich.storage.deliveries[0].reason == "no_answer"
    assert await answers_today(rich) == 1
    assert ("community_failed", None) in rich.metrics.counts


async def test_goes_on_at_once_when_the_event_has_overtaken_the_error(rich: House) -> None:
    claimed = await claim_written(rich)
    rich.community.lose_next_answer()
    create = rich.community.create_comment

    async def overtaken(*args: object, **kwargs: object) -> int:
        try:
            return await create(*args, **kwargs)  # type: ignore[arg-type]  # passed on as they came
        finally:
            (ours,) = rich.community.comments
            root = rich.storage.messages[0].source
            assert root is not None
            await rich.own_comment(ours.text, comment_id=ours.id, root=101)
            await rich.drain_events.execute()

    rich.community.create_comment = overtaken  # type: ignore[method-assign]  # the event comes while the call waits

    await rich.run.execute(claimed)
    assert wait_of(rich) == 0
    await rich.run_until_idle()

    assert rich.community.calls == 1
    assert rich.turn.state is TurnState.SETTLED


async def test_logs_the_code_but_nothing_of_the_text_when_a_call_fails(rich: House) -> None:
    claimed = await claim_written(rich, "Тайна")
    rich.community.refuse_next(RETRY)

    await rich.send.execute(claimed)

    (line,) = (line for line in rich.log.lines if line.event == "delivery_failed")
    assert (line.facts["code"], line.facts["tries"]) == (RETRY, 1)
    assert "Тайна" not in str(rich.log.lines)


async def test_notes_nothing_when_the_lease_was_lost_during_the_call(rich: House) -> None:
    late = await claim_written(rich)
    create = rich.community.create_comment

    async def slow(*args: object, **kwargs: object) -> int:
        rich.clock.advance(LEASE.total_seconds())
        await rich.claim.execute(limit=1)
        return await create(*args, **kwargs)  # type: ignore[arg-type]  # passed on as they came

    rich.community.create_comment = slow  # type: ignore[method-assign]  # the call outlasts the lease
    rich.community.refuse_next(GIVE_UP)

    with pytest.raises(LeaseLostError):
        await rich.send.execute(late)

    assert rich.turn.state is TurnState.WRITTEN
    assert hold_states(rich) == [HoldState.OPEN]


async def test_sends_the_text_alone_when_vk_does_not_understand_its_marks(rich: House) -> None:
    claimed = await claim_written(rich, "Это **важно**.", in_dialog=True)
    rich.community.refuse_next(MALFORMED)

    await rich.run.execute(claimed)
    await run_again(rich)

    assert [(message.text, message.spans) for message in rich.community.messages] == [("Это важно.", ())]
    assert rich.turn.state is TurnState.SETTLED


async def test_is_refused_when_vk_does_not_understand_the_text_alone_either(rich: House) -> None:
    claimed = await claim_written(rich, "Это **важно**.", in_dialog=True)
    rich.community.refuse_next(MALFORMED)
    rich.community.refuse_next(MALFORMED)

    await rich.run.execute(claimed)
    await run_again(rich)

    assert rich.community.messages == []
    assert (rich.turn.state, rich.turn.reason) == (TurnState.FAILED, f"{Reason.DELIVERY_REFUSED}:{MALFORMED}")
    assert hold_states(rich) == [HoldState.RELEASED]


async def test_same_marks_are_sent_again_when_the_answer_was_lost(rich: House) -> None:
    claimed = await claim_written(rich, "Это **важно**.", in_dialog=True)
    rich.community.fail_next()

    await rich.run.execute(claimed)
    await run_again(rich)

    (sent,) = rich.community.messages
    assert [sent.text[span.start : span.start + span.length] for span in sent.spans] == ["важно"]
