"""``/balance`` where everybody pays for themselves."""

from datetime import timedelta
from decimal import Decimal

import pytest

from tests.unit.application.house import House
from tests.unit.application.personal_house import fill, of_vk, personal_house


@pytest.fixture
async def house() -> House:
    house = personal_house(gift="10.00")
    await house.top_up("100.00")
    return house


async def asked_in_vk(house: House, text: str = "/balance") -> str:
    await house.message(text)
    await house.run_until_idle()
    return house.community.messages[-1].text


async def test_tells_a_new_person_of_the_gift(house: House) -> None:
    assert await asked_in_vk(house) == (
        "На сегодня осталось ответов: 50.\n"
        "На вашем счёте доступно 10.00 ₽. Ответ стоит 5.00 ₽.\n"
        "Чтобы пополнить счёт, позовите человека из сообщества: /operator\n"
        "Последние операции (время: Europe/Moscow):\n"
        "01.07.2026 12:00  +10.00 ₽  подарок"
    )


async def test_tells_what_was_paid_and_charged_the_latest_first(house: House) -> None:
    visitor = await house.visit()
    await fill(house, visitor.person, "20.00")
    await house.say(visitor)
    house.clock.advance(60)
    await house.run_until_idle()

    ran = await house.command(visitor, "/balance", lang="en")

    assert ran.answer is not None
    *_, heading, first, second, third = ran.answer.text.splitlines()
    assert heading == "Latest entries (time: Europe/Moscow):"
    assert [line.split("  ", 1)[1] for line in (first, second, third)] == [
        "-5.00 ₽  answer",
        "+10.00 ₽  gift",
        "+20.00 ₽  top-up",
    ]
    assert "cashier" not in ran.answer.text
    assert "Available on your account: 25.00 ₽." in ran.answer.text


async def test_tells_what_is_set_aside(house: House) -> None:
    visitor = await house.visit()
    await house.say(visitor)
    await house.fund.execute(await house.claim_next())

    ran = await house.command(visitor, "/balance")

    assert ran.answer is not None
    assert "доступно 5.00 ₽" in ran.answer.text
    assert "Отложено на ответы, которые ещё пишутся: 5.00 ₽." in ran.answer.text


async def test_tells_ten_entries_at_most(house: House) -> None:
    await house.message("/help")
    await house.run_until_idle()
    for number in range(12):
        house.clock.at += timedelta(minutes=1)
        await fill(house, await of_vk(house), f"{number + 1}.00")

    told = await asked_in_vk(house)

    lines = told.splitlines()
    assert [line.split()[2] for line in lines[-10:]] == ["+10.00", *(f"+{n}.00" for n in range(12, 3, -1))]


async def test_is_named_in_the_list_of_commands(house: House) -> None:
    assert "/balance: ваш счёт" in await asked_in_vk(house, "/help")


async def test_tells_no_account_where_the_community_pays(rich: House) -> None:
    assert await asked_in_vk(rich) == "На сегодня осталось ответов: 50."
    assert "/balance: сколько ответов" in await asked_in_vk(rich, "/help")


async def test_gives_the_gift_once_when_it_is_asked_twice(house: House) -> None:
    visitor = await house.visit()
    for _ in range(2):
        await house.command(visitor, "/balance")

    assert (await house.show_balance.execute()).available == Decimal("90.00")
