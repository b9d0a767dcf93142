"""Whole paths: each step is stored before the next begins, so a turn taken over goes on where it stood."""

from decimal import Decimal

import pytest

from domain.answer import AnswerWriterError, Fault
from domain.balance import EntryKind
from domain.channel import Channel
from domain.live import FragmentWritten, TurnEnded, TurnStarted
from domain.turn import TurnState
from domain.turn_step import TurnStep
from ports.wakeup import Queue
from tests.unit.application.house import LEASE, House


async def ask(house: House, channel: Channel) -> None:
    match channel:
        case Channel.VK_COMMENT:
            await house.comment()
        case Channel.VK_MESSAGE:
            await house.message()
        case Channel.VK_POST:
            await house.post("Вы открыты?", by=1001)
        case Channel.SITE_CHAT:
            await house.say(await house.visit())


def said(house: House) -> list[str]:
    return [comment.text for comment in house.community.comments] + [
        message.text for message in house.community.messages
    ]


def captures(house: House) -> list[Decimal]:
    return [-entry.amount for entry in house.storage.entries if entry.kind is EntryKind.CAPTURE]


async def transactions(channel: Channel) -> int:
    """How many there are on the whole way."""
    house = House()
    await house.top_up()
    await ask(house, channel)
    claimed = await house.claim_next()
    before = house.fragile.runs
    await house.run.execute(claimed)
    assert house.turn.state is TurnState.SETTLED
    return house.fragile.runs - before


@pytest.mark.parametrize("channel", Channel)
async def test_answers_charges_and_announces_once_when_somebody_asks(rich: House, channel: Channel) -> None:
    await ask(rich, channel)

    await rich.run_until_idle()

    assert rich.turn.state is TurnState.SETTLED
    assert said(rich) == ([rich.writer.text] if channel.is_vk else [])
    assert [message.text for message in rich.storage.messages][1:] == [rich.writer.text]
    assert captures(rich) == [Decimal("5.00")]
    assert rich.metrics.counts["captured", channel] == 500
    assert rich.metrics.counts["timing", TurnStep.SEND if channel.is_vk else TurnStep.WRITE] == 1
    assert len(rich.notifier.delivered) == 1
    assert len(rich.writer.asked) == 1


@pytest.mark.parametrize("committed", [False, True], ids=["before", "after"])
@pytest.mark.parametrize("step", range(1, 8))
@pytest.mark.parametrize("channel", [Channel.VK_COMMENT, Channel.VK_MESSAGE, Channel.SITE_CHAT])
async def test_goes_on_at_the_last_stored_step_when_killed_at_any(
    rich: House, channel: Channel, step: int, committed: bool
) -> None:
    await ask(rich, channel)
    claimed = await rich.claim_next()
    killed = await rich.dies_in(step, rich.run.execute(claimed), committed=committed)
    was_stored = rich.turn.answer
    asked = len(rich.writer.asked)
    assert killed == (step <= await transactions(channel))

    rich.clock.advance(LEASE.total_seconds())
    rich.writer.text = "Другой ответ."
    await rich.run_until_idle()

    assert rich.turn.state is TurnState.SETTLED
    if was_stored is not None:
        assert rich.turn.answer == was_stored
        assert len(rich.writer.asked) == asked
    assert said(rich) == ([rich.turn.answer] if channel.is_vk else [])
    assert captures(rich) == [Decimal("5.00")]
    assert len(rich.storage.messages) == 2
    assert len(rich.notifier.delivered) == 1
    assert len(rich.storage.holds) == 1


@pytest.mark.parametrize("committed", [False, True], ids=["before", "after"])
@pytest.mark.parametrize("step", range(1, 8))
async def test_goes_on_when_storage_goes_down_at_any_step(rich: House, step: int, committed: bool) -> None:
    await rich.comment()
    claimed = await rich.claim_next()
    rich.fragile.go_down_in(step, committed=committed)

    await rich.run.execute(claimed)
    is_reached = step <= await transactions(Channel.VK_COMMENT)
    assert rich.log.events("warning") == ["turn_left_for_later"] * is_reached
    rich.fragile.hold_out()
    rich.clock.advance(LEASE.total_seconds())
    await rich.run_until_idle()

    assert rich.turn.state is TurnState.SETTLED
    assert said(rich) == [rich.writer.text]
    assert captures(rich) == [Decimal("5.00")]
    assert len(rich.notifier.delivered) == 1


async def test_leaves_the_turn_to_its_lease_when_storage_goes_down(rich: House) -> None:
    await rich.comment()
    claimed = await rich.claim_next()
    rich.storage.fail_next()

    await rich.run.execute(claimed)

    assert rich.turn.state is TurnState.OWED
    assert rich.log.events("warning") == ["turn_left_for_later"]
    assert rich.feed.published == []


async def test_stops_silently_when_the_lease_was_lost(rich: House) -> None:
    await rich.comment()
    late = await rich.claim_next()
    rich.clock.advance(LEASE.total_seconds())
    await rich.run_until_idle()
    before = list(rich.feed.published)

    await rich.run.execute(late)

    assert rich.feed.published == before
    assert len(rich.writer.asked) == 1
    assert rich.log.events("info")[-1] == "turn_taken_over"
    assert captures(rich) == [Decimal("5.00")]


async def test_answers_once_when_two_workers_run_the_same_turn(rich: House) -> None:
    await rich.comment()
    slow = await rich.claim_next()
    await rich.fund.execute(slow)
    rich.clock.advance(LEASE.total_seconds())
    quick = await rich.claim_next()

    await rich.run.execute(quick)
    await rich.run.execute(slow)

    assert said(rich) == [rich.writer.text]
    assert captures(rich) == [Decimal("5.00")]
    assert len(rich.storage.notifications) == 1


async def test_tells_the_end_with_its_message_when_settled(rich: House) -> None:
    await rich.say(await rich.visit())
    rich.feed.published.clear()

    await rich.run_until_idle()

    kinds = [type(news) for news in rich.feed.published]
    assert kinds[0] is TurnStarted
    assert set(kinds[1:-1]) == {FragmentWritten}
    assert rich.feed.published[-1] == TurnEnded(
        conversation_id=rich.turn.conversation_id,
        turn_id=rich.turn.id,
        state="settled",
        charged="5.00",
        message=rich.storage.messages[-1],
    )
    assert rich.wakeup.signals[-1] is Queue.TURNS


async def test_tells_the_end_with_its_reason_when_declined(house: House) -> None:
    await house.say(await house.visit())

    await house.run_until_idle()

    assert house.feed.published[-1] == TurnEnded(
        conversation_id=house.turn.conversation_id,
        turn_id=house.turn.id,
        state="declined",
        charged="0.00",
        code="balance_exhausted",
    )


async def test_counts_the_end_when_a_turn_has_ended(rich: House) -> None:
    await rich.comment()

    await rich.run_until_idle()

    assert rich.metrics.counts["turn_ended", Channel.VK_COMMENT, TurnState.SETTLED] == 1


async def test_tells_no_end_when_the_turn_was_put_off(rich: House) -> None:
    await rich.comment()
    rich.writer.fail_next(AnswerWriterError(Fault.UNAVAILABLE))

    await rich.run_until_idle()

    assert not [news for news in rich.feed.published if isinstance(news, TurnEnded)]
    assert rich.metrics.counts["model_failed", Fault.UNAVAILABLE] == 1
    assert not [what for what in rich.metrics.counts if what[0] == "turn_ended"]


async def test_names_the_turn_on_every_line_when_it_logs(rich: House) -> None:
    await rich.comment()
    claimed = await rich.claim_next()
    rich.log.lines.clear()

    await rich.run.execute(claimed)

    assert rich.log.lines
    assert {line.facts["turn_id"] for line in rich.log.lines} == {str(rich.turn.id)}


async def test_does_nothing_but_tell_when_the_turn_has_ended_already(rich: House) -> None:
    await rich.comment()
    claimed = await rich.claim_next()
    declined = await rich.storage.run(lambda uow: uow.turns.lock_for_step(claimed.turn.id, lease=claimed.lease))
    assert declined.state is TurnState.OWED
    runs = rich.fragile.runs

    await rich.run.execute(type(claimed)(turn=declined.decline("operator_here"), lease=claimed.lease))

    assert rich.fragile.runs == runs
    assert rich.metrics.counts == {("turn_ended", Channel.VK_COMMENT, TurnState.DECLINED): 1}
