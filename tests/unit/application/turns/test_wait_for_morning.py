"""In quiet hours an answer in VK waits; nothing is lost, held or said meanwhile."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from domain.balance import HoldState
from domain.policy import Policy, Publishing
from domain.quiet_hours import parse_quiet_hours
from domain.turn import Reason, TurnState
from tests.fakes.clock import FakeClock
from tests.unit.application.house import ANN, House

NIGHT = parse_quiet_hours("23:00-08:00")
MOSCOW = ZoneInfo("Europe/Moscow")
MIDNIGHT = datetime(2026, 7, 6, 0, 0, tzinfo=MOSCOW)
HOUR = 3_600.0


async def at(moment: datetime, **rules: Any) -> House:
    house = House(clock=FakeClock(moment), quiet_hours=NIGHT, **rules)
    await house.top_up("100.00")
    return house


@pytest.fixture
async def night() -> House:
    return await at(MIDNIGHT)


async def test_waits_while_it_is_owed(night: House) -> None:
    await night.comment()
    await night.run_until_idle()

    assert (night.turn.state, night.turn.reason) == (TurnState.OWED, Reason.QUIET_HOURS)
    assert night.storage.holds == []
    assert night.writer.asked == []


async def test_is_answered_in_the_morning(night: House) -> None:
    await night.comment()
    await night.run_until_idle()

    night.clock.advance(8 * HOUR - 10)
    assert await night.run_turns() == 0
    night.clock.advance(10)
    await night.run_until_idle()

    assert night.turn.state is TurnState.SETTLED
    assert len(night.community.comments) == 1


async def test_answers_all_that_was_added_in_the_night_at_once(night: House) -> None:
    await night.message("Вы открыты?", by=ANN)
    await night.run_until_idle()
    night.clock.advance(HOUR)
    await night.message("И сколько стоит?", by=ANN)
    await night.run_until_idle()

    night.clock.advance(8 * HOUR)
    await night.run_until_idle()

    assert night.turn.state is TurnState.SETTLED
    assert [line.text for line in night.writer.asked[0]][-2:] == ["Вы открыты?", "И сколько стоит?"]


@pytest.mark.parametrize("hour", [8, 12, 22])
async def test_does_not_wait_by_day(hour: int) -> None:
    house = await at(MIDNIGHT.replace(hour=hour))
    await house.comment()
    await house.run_until_idle()

    assert house.turn.state is TurnState.SETTLED


async def test_waits_to_be_sent_when_it_was_written_just_before() -> None:
    house = await at(datetime(2026, 7, 5, 22, 59, 50, tzinfo=MOSCOW))
    await house.comment()
    claimed = await house.claim_next()
    await house.fund.execute(claimed)
    await house.write.execute(claimed)
    house.clock.advance(60)
    await house.run_until_idle()
    assert (house.turn.state, house.community.comments) == (TurnState.WRITTEN, [])

    house.clock.advance(9 * HOUR)
    await house.run_until_idle()

    assert house.turn.state is TurnState.SETTLED
    assert [hold.state for hold in house.storage.holds] == [HoldState.CAPTURED]


async def test_is_finished_when_vk_may_have_a_part() -> None:
    house = await at(datetime(2026, 7, 5, 22, 59, 50, tzinfo=MOSCOW))
    house.community.lose_next_answer()
    await house.message()
    await house.run_until_idle()
    assert house.turn.state is TurnState.WRITTEN

    house.clock.advance(60)
    await house.run_until_idle()

    assert house.turn.state is TurnState.SETTLED


async def test_does_not_wait_on_the_site(night: House) -> None:
    await night.say(await night.visit())
    await night.run_until_idle()

    assert night.turn.state is TurnState.SETTLED


async def test_does_not_wait_for_commands(night: House) -> None:
    await night.message("/help")
    await night.run_until_idle()

    assert night.turn.state is TurnState.SETTLED


async def test_writes_a_draft_and_sends_it_when_it_is_approved() -> None:
    house = await at(MIDNIGHT, comment_policy=Policy(publishing=Publishing.DRAFT))
    await house.comment()
    await house.run_until_idle()
    assert house.turn.is_draft

    await house.approve_draft.execute(house.turn.id, by="ann")
    await house.run_until_idle()

    assert len(house.community.comments) == 1


async def test_is_declined_at_once_when_a_person_of_the_community_answers(night: House) -> None:
    await night.message()
    await night.run_until_idle()

    await night.own_message("Отвечу сама.", message_id=7_000, by_manager=True)
    await night.run_until_idle()

    assert night.turn.reason == Reason.OPERATOR_HERE


@pytest.mark.parametrize("committed", [False, True])
async def test_waits_once_when_it_is_killed_at_night(night: House, committed: bool) -> None:
    await night.comment()
    claimed = await night.claim_next()
    await night.dies_in(1, night.run.execute(claimed), committed=committed)

    night.clock.advance(9 * HOUR)
    await night.run_until_idle()

    assert night.turn.state is TurnState.SETTLED
    assert len(night.community.comments) == 1
