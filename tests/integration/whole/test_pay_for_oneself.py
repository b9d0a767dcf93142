"""``PAYER=person`` with real processes: everybody has one gift, pays for themselves, and is told when they cannot."""

import asyncio
from collections import Counter
from decimal import Decimal
from typing import Any

import pytest

from tests.integration.whole.chat_client import visiting
from tests.integration.whole.conftest import OpenHouse
from tests.integration.whole.house import House
from tests.integration.whole.sandbox_client import SandboxClient, stranger
from tests.integration.whole.waiting import until

WANTED = 12
SETTINGS = {"PAYER": "person", "GIFT": "10.00", "STARTING_BALANCE": "100.00"}


async def ended(house: House, count: int) -> list[dict[str, Any]]:
    """The turns that somebody was to pay for, when there are so many and all have ended."""

    async def look() -> list[dict[str, Any]]:
        found = [turn for turn in await house.ask("turns", "list", "--limit", "1000") if turn["price"] != "0.00"]
        done = len(found) == count and all(turn["state"] in {"settled", "declined"} for turn in found)
        return found if done else []

    return await until(look, f"{count} turns to end")


async def check(house: House) -> str:
    return (await house.command("balance", "check")).out


@pytest.mark.parametrize("database_url", ["mariadb"], indirect=True)
async def test_gift_is_given_once_when_two_nodes_are_asked_at_once(
    open_house: OpenHouse, redis_url: str, vk: SandboxClient
) -> None:
    nodes = [open_house(REDIS_URL=redis_url, SECRET_KEY="0123456789abcdef" * 4, **SETTINGS) for _ in range(2)]
    for node in nodes:
        await node.restart()
    await vk.send_events_to(nodes[0])
    ann, bob = stranger(), stranger()
    posts = [await vk.post(f"Пост {number}") for number in range(WANTED)]

    await asyncio.gather(*(vk.comment(post, "Сколько стоит?", by=by) for post in posts for by in (ann, bob)))
    turns = await ended(nodes[0], 2 * WANTED)

    assert Counter(turn["state"] for turn in turns) == {"settled": 4, "declined": 2 * WANTED - 4}
    assert {turn["reason"] for turn in turns if turn["state"] == "declined"} == {"balance_exhausted"}
    for person in (ann, bob):
        shown, entries = await asyncio.gather(
            nodes[1].ask("balance", "show", "--person", f"vk:{person}"),
            nodes[1].ask("balance", "history", "--person", f"vk:{person}"),
        )
        assert shown == {"available": "0.00", "held": "0.00", "spent_today": "10.00"}
        assert Counter(entry["kind"] for entry in entries) == {"gift": 1, "capture": 2}
    assert (await nodes[0].ask("balance", "show"))["available"] == "80.00"
    assert await check(nodes[0]) == "all is well\n"
    assert [await node.stopped() for node in nodes] == [0, 0]


@pytest.mark.parametrize("database_url", ["sqlite", "mariadb"], indirect=True)
async def test_dialog_is_told_of_its_account_and_answered_again_after_a_top_up(
    open_house: OpenHouse, vk: SandboxClient
) -> None:
    house = open_house(**SETTINGS | {"GIFT": "5.00"})
    await house.restart()
    await vk.send_events_to(house)
    ann = stranger()

    await vk.say("Вы открыты?", by=ann)
    await vk.message_to(ann)
    await vk.say("А завтра?", by=ann)
    refused = await vk.message_to(ann, number=2)
    topped_up = await house.ask("balance", "top-up", "20", "--person", f"vk:{ann}", "--key", "order-7")
    await vk.say("А теперь?", by=ann)
    await vk.message_to(ann, number=3)
    await ended(house, 3)
    await vk.say("/balance", by=ann)
    told = await vk.message_to(ann, number=4)

    assert refused["text"].startswith("Не могу ответить: ответ стоит 5.00 ₽, а на вашем счёте доступно 0.00 ₽.")
    assert topped_up == {"booked": True, "available": "20.00"}
    lines = told["text"].splitlines()
    assert "На вашем счёте доступно 15.00 ₽. Ответ стоит 5.00 ₽." in lines
    assert [line.split("  ")[1:] for line in lines[-4:]] == [
        ["-5.00 ₽", "ответ"],
        ["+20.00 ₽", "пополнение"],
        ["-5.00 ₽", "ответ"],
        ["+5.00 ₽", "подарок"],
    ]
    assert await check(house) == "all is well\n"
    assert await house.stopped() == 0


async def test_visitor_is_told_on_the_site(open_house: OpenHouse) -> None:
    house = open_house(**SETTINGS | {"GIFT": "5.00", "TOP_UP_URL": "https://shop.example/fill"})
    await house.restart()
    async with visiting(house) as visitor:
        await visitor.hello(lang="en")
        paid = await visitor.answer((await visitor.say("m1", "Are you open?"))["turn_id"])
        refused = await visitor.say("m2", "And tomorrow?")
        said = await visitor.until("message")
        end = await visitor.until("turn_ended", turn_id=refused["turn_id"])
        await visitor.say("m3", "/balance")
        told = await visitor.until("message")

    assert (paid["state"], paid["charged"]) == ("settled", "5.00")
    assert (end["state"], end["code"], end["charged"]) == ("declined", "balance_exhausted", "0.00")
    assert said["message"]["author"] == "system"
    assert said["message"]["text"].endswith("Fill up your account: https://shop.example/fill")
    assert "Available on your account: 0.00 ₽." in told["message"]["text"]
    assert Decimal((await house.ask("balance", "show"))["available"]) == Decimal("95.00")
    assert await house.stopped() == 0
