"""Links and prices that are not listed are seen by nobody."""

from decimal import Decimal

import pytest

from domain.allow_list import AllowList
from domain.live import FragmentWritten
from domain.turn import Reason, TurnState
from tests.unit.application.house import House

LISTED = AllowList(links=frozenset({"shop.example"}), prices=frozenset({Decimal(500)}))
SAID = "Курс за 500 ₽ и за 1 ₽: https://shop.example и https://evil.example"
CLEAN = "Курс за 500 ₽ и за (цену уточните): https://shop.example и"


@pytest.fixture
async def house() -> House:
    house = House(allowed=LISTED)
    await house.top_up("100.00")
    return house


async def test_takes_them_out_before_anything_is_sent_or_announced(house: House) -> None:
    house.writer.answer_next(SAID)
    await house.message()
    await house.run_until_idle()

    assert [message.text for message in house.community.messages] == [CLEAN]
    assert "evil" not in str(house.notifier.delivered)
    [noted] = [line.facts for line in house.log.lines if line.event == "answer_cleaned"]
    assert (noted["links"], noted["prices"]) == (1, 1)


async def test_shows_nothing_on_the_site_before_it_is_looked_at(house: House) -> None:
    house.writer.answer_next(SAID)
    await house.say(await house.visit())
    await house.run_until_idle()

    shown = [news.text for news in house.feed.published if isinstance(news, FragmentWritten)]
    assert "".join(shown) == CLEAN
    assert house.turn.answer == CLEAN


async def test_fails_and_costs_nothing_when_nothing_is_left(house: House) -> None:
    house.writer.text = "https://evil.example"
    await house.message()
    for _ in range(10):
        await house.run_until_idle()
        house.clock.advance(60)

    assert (house.turn.state, house.turn.reason) == (TurnState.FAILED, Reason.MODEL_FAILED)
    assert (await house.show_balance.execute()).available == Decimal("100.00")


async def test_sends_plain_text_to_vk_and_keeps_the_markdown(rich: House) -> None:
    rich.writer.answer_next("**Да**, [сайт](https://shop.example) [id1|Анна]")
    await rich.message()
    await rich.run_until_idle()

    assert [message.text for message in rich.community.messages] == ["Да, сайт (https://shop.example) Анна"]
    assert rich.turn.answer == "**Да**, [сайт](https://shop.example) [id1|Анна]"
