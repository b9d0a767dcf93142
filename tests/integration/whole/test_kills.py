"""kill -9 at any moment: nothing is lost, nothing is answered twice, nothing is charged twice."""

import asyncio
import os
import random
import sys
from typing import Any

import pytest

from tests.integration.whole.chat_client import visiting
from tests.integration.whole.conftest import OpenHouse
from tests.integration.whole.house import House
from tests.integration.whole.sandbox_client import SandboxClient
from tests.integration.whole.waiting import until

both_databases = pytest.mark.parametrize("database_url", ["sqlite", "mariadb"], indirect=True)

COMMENTS = 20
KILLS = 3


def seeded() -> random.Random:
    """From the environment's KILL_SEED, else a fresh one; shown when the test fails."""
    seed = int(os.environ.get("KILL_SEED") or random.SystemRandom().randrange(10**6))
    sys.stdout.write(f"KILL_SEED={seed}\n")
    return random.Random(seed)  # noqa: S311 - moments, no secrets


@both_databases
async def test_comments_are_answered_once_when_the_server_is_killed(open_house: OpenHouse, vk: SandboxClient) -> None:
    chance = seeded()
    house = open_house(LEASE_SECONDS="2")
    await house.restart()
    await vk.send_events_to(house)
    await vk.model("answer", times=0, token_delay=0.02)
    post_id = await vk.post()

    killing = asyncio.create_task(kill_now_and_then(house, chance))
    asked = []
    for number in range(COMMENTS):
        asked.append(await vk.comment(post_id, f"Сколько стоит занятие {number}?"))
        await asyncio.sleep(chance.random() * 0.4)
    await killing
    for comment_id in asked:
        await vk.answer(post_id, to=comment_id)
    await until(lambda: settled(house, COMMENTS), "all turns to be settled", seconds=60)

    balance, turns = await house.books()
    answers = await vk.said_under(post_id)
    assert sorted(answer["reply_to_comment"] for answer in answers) == asked
    assert [turn["state"] for turn in turns] == ["settled"] * COMMENTS
    assert balance == {"available": "400.00", "held": "0.00", "spent_today": "100.00"}


async def kill_now_and_then(house: House, chance: random.Random) -> None:
    for _ in range(KILLS):
        await asyncio.sleep(chance.random() * 2)
        house.kill()
        await house.restart()


async def settled(house: House, count: int) -> list[Any] | None:
    turns = await house.ask("turns", "list", "--limit", "1000")
    ended = [turn for turn in turns if turn["state"] in {"settled", "failed", "declined"}]
    return turns if len(ended) >= count else None


@both_databases
async def test_chat_answer_comes_once_when_the_server_is_killed_in_its_middle(
    open_house: OpenHouse, vk: SandboxClient
) -> None:
    house = open_house(LEASE_SECONDS="2")
    await house.restart()
    await vk.model("answer", match="медленно", token_delay=0.3)
    async with visiting(house) as visitor:
        welcome = await visitor.hello()
        accepted = await visitor.say("m1", "Расскажите медленно, почём занятие")
        await visitor.until("delta")
        house.kill()
    await house.restart()

    async with visiting(house) as back:
        await back.hello(token=welcome["token"], after_seq=1, open_turns=[accepted["turn_id"]])
        ended = await back.answer(accepted["turn_id"])
        again = await back.say("m1", "Расскажите медленно, почём занятие")
        history = await back.ask("history")

    balance, turns = await house.books()
    assert (ended["state"], ended["charged"]) == ("settled", "5.00")
    assert back.texts[accepted["turn_id"]] == ended["message"]["text"]
    assert again["turn_id"] == accepted["turn_id"]
    assert [(each["seq"], each["author"]) for each in history["messages"]] == [(1, "person"), (2, "assistant")]
    assert [turn["state"] for turn in turns] == ["settled"]
    assert balance == {"available": "495.00", "held": "0.00", "spent_today": "5.00"}
