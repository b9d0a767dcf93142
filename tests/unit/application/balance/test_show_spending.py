from datetime import UTC, date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

from application.balance.list_holds import ListHolds
from application.balance.show_spending import ShowSpending
from domain.channel import Channel
from domain.spending import SpendingKind
from tests.fakes.clock import FakeClock
from tests.unit.application.house import House

FIVE = Decimal("5.00")


def spending(house: House) -> ShowSpending:
    return ShowSpending(storage=house.storage, clock=house.clock, rules=house.rules)


async def test_tells_each_day_where_the_owner_lives_today_last(rich: House) -> None:
    rich.clock.at = datetime(2026, 7, 1, 20, 59, tzinfo=UTC)
    await rich.comment()
    await rich.run_until_idle()
    rich.clock.at = datetime(2026, 7, 1, 21, 0, tzinfo=UTC)
    await rich.say(await rich.visit())
    await rich.run_until_idle()

    before, first, second = await spending(rich).execute(days=3)

    assert [each.day for each in (before, first, second)] == [date(2026, 6, 30), date(2026, 7, 1), date(2026, 7, 2)]
    assert before.amounts == {}
    assert first.amounts == {SpendingKind.VK_COMMENTS: FIVE}
    assert second.amounts == {SpendingKind.SITE: FIVE}


async def test_a_day_may_have_23_hours() -> None:
    house = House(timezone=ZoneInfo("Europe/Berlin"), clock=FakeClock(datetime(2026, 3, 29, 21, 30, tzinfo=UTC)))
    await house.top_up()
    await house.comment()
    await house.run_until_idle()

    [today] = await spending(house).execute(days=1)

    assert (today.day, today.total) == (date(2026, 3, 29), FIVE)


async def test_lists_what_is_held(rich: House) -> None:
    await rich.message()
    await rich.fund.execute(await rich.claim_next())

    [held] = await ListHolds(storage=rich.storage).execute(limit=5)

    assert (held.key, held.amount, held.channel) == (rich.turn.hold_key, FIVE, Channel.VK_MESSAGE)
