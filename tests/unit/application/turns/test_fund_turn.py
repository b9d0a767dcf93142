from datetime import timedelta
from decimal import Decimal

import pytest

from domain.balance import HoldState
from domain.errors import LeaseLostError
from domain.notification import Notification
from domain.turn import Reason, TurnState
from ports.wakeup import Queue
from tests.factories import TODAY
from tests.unit.application.house import ANN, BOB, LEASE, House


def owner_news(house: House) -> list[Notification]:
    return [notification for notification in house.storage.notifications if notification.type != "responses"]


async def answers_today(house: House) -> int:
    person = house.storage.people[0]
    return await house.storage.read(lambda uow: uow.people.answers_on(person.id, day=TODAY))


async def test_holds_the_price_and_counts_the_answer_when_there_is_money(rich: House) -> None:
    await rich.comment()
    claimed = await rich.claim_next()

    funded = await rich.fund.execute(claimed)

    (hold,) = rich.storage.holds
    assert funded.state is rich.turn.state is TurnState.FUNDED
    assert (hold.key, hold.amount, hold.state) == (f"{rich.turn.id}:1", Decimal("5.00"), HoldState.OPEN)
    balance = await rich.storage.balance()
    assert (balance.available, balance.held) == (Decimal("95.00"), Decimal("5.00"))
    assert await answers_today(rich) == 1
    assert owner_news(rich) == []


async def test_declines_and_counts_nothing_when_the_balance_is_empty(house: House) -> None:
    await house.comment()
    claimed = await house.claim_next()

    declined = await house.fund.execute(claimed)

    assert (declined.state, declined.reason) == (TurnState.DECLINED, Reason.BALANCE_EXHAUSTED)
    assert house.turn == declined
    assert house.storage.holds == []
    assert await answers_today(house) == 0
    assert Queue.NOTIFICATIONS in house.wakeup.signals


async def test_funds_the_last_kopeck_when_the_price_is_just_there(house: House) -> None:
    await house.top_up("5.00")
    await house.comment()
    await house.comment()

    await house.run_until_idle()

    assert [turn.state for turn in house.storage.turns] == [TurnState.SETTLED, TurnState.DECLINED]
    assert (await house.storage.balance()).available == Decimal("0.00")


async def test_tells_the_owner_once_until_a_top_up_when_the_balance_is_empty(house: House) -> None:
    for _ in range(3):
        await house.comment()
    await house.run_until_idle()
    (first,) = owner_news(house)
    assert first.type == "balance_exhausted"
    assert first.payload == {"account": "community", "available": "0.00", "price": "5.00"}

    await house.top_up("5.00")
    for _ in range(3):
        await house.comment()
    await house.run_until_idle()

    assert [news.type for news in owner_news(house)] == ["balance_exhausted"] * 2
    assert [turn.state for turn in house.storage.turns].count(TurnState.SETTLED) == 1
    assert house.notifier.delivered[0].payload == first.payload


async def test_calls_no_model_when_declined(house: House) -> None:
    await house.comment()

    await house.run_until_idle()

    assert house.writer.asked == []
    assert house.community.calls == 0


async def test_declines_silently_when_the_person_had_their_answers_of_the_day() -> None:
    house = House(person_daily_answers=2)
    await house.top_up()
    for _ in range(3):
        await house.comment(by=ANN)
    await house.comment(by=BOB)

    await house.run_until_idle()

    states = [(turn.state, turn.reason) for turn in house.storage.turns]
    assert states[2] == (TurnState.DECLINED, Reason.ANSWERS_EXHAUSTED)
    assert [state for state, _ in states].count(TurnState.SETTLED) == 3
    assert owner_news(house) == []
    assert len(house.storage.holds) == len(house.writer.asked) == 3


async def test_answers_again_when_the_next_day_has_begun_where_the_owner_lives() -> None:
    house = House(person_daily_answers=1)
    await house.top_up()
    await house.comment()
    await house.run_until_idle()

    # 20:59 UTC is 23:59 in Moscow.
    house.clock.at = house.clock.at.replace(hour=20, minute=59)
    await house.comment()
    await house.run_until_idle()
    house.clock.advance(60)
    await house.comment()
    await house.run_until_idle()

    states = [turn.state for turn in house.storage.turns]
    assert states == [TurnState.SETTLED, TurnState.DECLINED, TurnState.SETTLED]


async def test_has_no_limit_when_the_persons_limit_is_zero() -> None:
    house = House(person_daily_answers=0)
    await house.top_up("1000.00")
    for _ in range(60):
        await house.comment()

    await house.run_until_idle()
    await house.run_until_idle()

    assert {turn.state for turn in house.storage.turns} == {TurnState.SETTLED}
    assert len(house.storage.turns) == 60


async def test_declines_and_tells_the_owner_once_a_day_when_the_daily_spend_is_reached() -> None:
    house = House(daily_spend_limit=Decimal("10.00"))
    await house.top_up()
    for _ in range(4):
        await house.comment()
    await house.run_until_idle()

    reasons = [turn.reason for turn in house.storage.turns]
    assert reasons == [None, None, Reason.DAILY_LIMIT_REACHED, Reason.DAILY_LIMIT_REACHED]
    assert [news.type for news in owner_news(house)] == ["daily_limit_reached"]
    assert owner_news(house)[0].payload["available"] == "90.00"

    house.clock.at += timedelta(days=1)
    for _ in range(3):
        await house.comment()
    await house.run_until_idle()

    assert [news.type for news in owner_news(house)] == ["daily_limit_reached"] * 2
    assert [turn.state for turn in house.storage.turns].count(TurnState.SETTLED) == 4
    assert len(house.writer.asked) == 4


async def test_holds_once_when_it_is_run_again_after_a_lost_commit(rich: House) -> None:
    await rich.comment()
    claimed = await rich.claim_next()
    rich.storage.lose_next_commit()
    await rich.run.execute(claimed)

    rich.clock.advance(LEASE.total_seconds())
    await rich.run_until_idle()

    assert len(rich.storage.holds) == 1
    assert await answers_today(rich) == 1
    assert rich.turn.state is TurnState.SETTLED


async def test_holds_nothing_when_the_lease_was_lost(rich: House) -> None:
    await rich.comment()
    late = await rich.claim_next()
    rich.clock.advance(LEASE.total_seconds())
    await rich.claim_next()

    with pytest.raises(LeaseLostError):
        await rich.fund.execute(late)

    assert rich.storage.holds == []
    assert await answers_today(rich) == 0
