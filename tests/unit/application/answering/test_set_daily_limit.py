from decimal import Decimal

import pytest

from domain.errors import InvalidMoneyError
from domain.turn import Reason, TurnState
from tests.unit.application.house import House


async def ask_twice(house: House) -> list[str | None]:
    for text in ("Раз?", "Два?"):
        await house.comment(text)
        await house.run_until_idle()
    return [turn.reason for turn in house.storage.turns]


async def test_counts_from_the_next_answer_on(rich: House) -> None:
    await rich.set_daily_limit.execute(Decimal("5.00"), by="ann")

    assert await ask_twice(rich) == [None, Reason.DAILY_LIMIT_REACHED]
    assert (await rich.show_answering.execute()).daily_limit == Decimal("5.00")


async def test_stands_before_the_setting() -> None:
    house = House(daily_spend_limit=Decimal("5.00"))
    await house.top_up()
    await house.set_daily_limit.execute(None, by="ann")

    assert await ask_twice(house) == [None, None]


async def test_lets_the_setting_count_again_when_forgotten() -> None:
    house = House(daily_spend_limit=Decimal("5.00"))
    await house.top_up()
    await house.set_daily_limit.execute(None, by="ann")
    await house.set_daily_limit.forget(by="ann")

    assert await ask_twice(house) == [None, Reason.DAILY_LIMIT_REACHED]
    assert (await house.show_answering.execute()).controls.daily_limit is None


async def test_lets_nothing_be_spent_when_it_is_nothing(rich: House) -> None:
    await rich.set_daily_limit.execute(Decimal("0.00"), by="ann")
    await rich.comment()
    await rich.run_until_idle()

    assert rich.turn.state is TurnState.DECLINED


async def test_is_refused_below_nothing(rich: House) -> None:
    with pytest.raises(InvalidMoneyError):
        await rich.set_daily_limit.execute(Decimal("-0.01"), by="ann")


async def test_leaves_the_stop_as_it_is(rich: House) -> None:
    await rich.stop_answering.execute(by="ann", reason="")

    await rich.set_daily_limit.execute(Decimal("5.00"), by="ann")

    assert (await rich.show_answering.execute()).controls.is_stopped
