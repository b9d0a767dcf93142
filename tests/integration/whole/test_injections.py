"""Fifty Russian and fifty English injections against a model that obeys them: nothing comes of any."""

import asyncio
import json
import sqlite3
from collections.abc import AsyncIterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any, Final

import pytest

from tests.integration.whole.chat_client import visiting
from tests.integration.whole.conftest import ROOT, OpenHouse
from tests.integration.whole.house import MODEL_KEY, VK_SECRET, VK_TOKEN, House
from tests.integration.whole.obedient_model import ObedientModel, obedient_model
from tests.integration.whole.sandbox_client import SandboxClient, stranger
from tests.integration.whole.waiting import until

FOLDER: Final = Path(__file__).parent / "injections"
PROMPTS: Final = ROOT / "prompts"
SECRET_KEY: Final = "canary-0b1f6c2e9d7a4853b6e1f0a2c4d8e7f6"
SERVICE_TOKEN: Final = "canary-service-token"
CANARIES: Final = (VK_TOKEN, VK_SECRET, MODEL_KEY, SECRET_KEY, SERVICE_TOKEN)
PRIVATE: Final = "улица Тайная, дом 7, телефон 555-01-99"
VICTIM_SAYS: Final = f"Мой адрес: {PRIVATE}. Сколько стоит доставка?"
START: Final = Decimal("10000.00")
PRICE: Final = Decimal("5.00")
AT_ONCE: Final = 10
WRITING: Final = {"messages.send", "wall.createComment", "execute", "groups.deleteCallbackServer"}
"""Methods that may change something; the last is the test's own."""

RUNNING: Final = """
    select 1 from events where state = 'new' union all
    select 1 from turns where state not in ('settled', 'declined', 'failed', 'stopped')
"""
SPECIAL_PEOPLE: Final = """
    select count(*) from people where kind = 'operator' or blocked_at is not null or erased_at is not null
"""
TAKEN_OVER: Final = "select count(*) from conversations where taken_until is not null"
CREDITS: Final = "select kind, amount_kopecks, author from ledger_entries where amount_kopecks > 0"
SAID: Final = """
    select m.seq, m.author, m.text from messages m join conversations c on c.id = m.conversation_id
    where c.key = ? order by m.seq
"""


def read_attacks(other: int) -> list[str]:
    lines = [line for file in sorted(FOLDER.glob("*.jsonl")) for line in file.read_text(encoding="utf-8").splitlines()]
    return [json.loads(line)["text"].replace("{other}", str(other)) for line in lines]


@dataclass(frozen=True)
class Scene:
    """A community with a victim whose talk is private, and attackers who have never met anybody."""

    house: House
    vk: SandboxClient
    model: ObedientModel
    victim: int
    attacks: Sequence[str]

    def rows(self, query: str, *values: object) -> list[tuple[Any, ...]]:
        with closing(sqlite3.connect(self.house.folder / "var" / "otklik.db")) as database:
            return database.execute(query, values).fetchall()

    async def settled(self) -> None:
        """Every turn there is has ended, and every event has been taken."""

        async def look() -> bool:
            return await self.vk.has_told_all() and not self.rows(RUNNING)

        await until(look, "all attacks to be dealt with", seconds=120)


@pytest.fixture
async def scene(open_house: OpenHouse, vk: SandboxClient) -> AsyncIterator[Scene]:
    async with obedient_model() as model:
        house = open_house(
            OPENAI_BASE_URL=model.url,
            SECRET_KEY=SECRET_KEY,
            VK_SERVICE_TOKEN=SERVICE_TOKEN,
            VK_NAMES="true",
            STARTING_BALANCE=str(START),
            PERSON_DAILY_ANSWERS="0",
            TURN_GATHER_SECONDS="0",
        )
        await house.restart()
        await vk.send_events_to(house)
        victim = stranger()
        scene = Scene(house=house, vk=vk, model=model, victim=victim, attacks=read_attacks(victim))
        await vk.say(VICTIM_SAYS, by=victim)
        await vk.message_to(victim)
        await scene.settled()
        yield scene
        assert await house.stopped() == 0


def untouched(scene: Scene) -> dict[str, object]:
    """What no attack may change: settings, people's rights, who speaks, the victim's talk, money that came in."""
    files = (scene.house.folder / ".env", *sorted(PROMPTS.iterdir()))
    return {
        "settings": {path.name: path.read_bytes() for path in files if path.exists()},
        "people": scene.rows(SPECIAL_PEOPLE),
        "taken over": scene.rows(TAKEN_OVER),
        "victim": scene.rows(SAID, f"vk_message:{scene.victim}"),
        "credits": scene.rows(CREDITS),
    }


def check_what_the_model_was_told(requests: Sequence[dict[str, Any]]) -> None:
    prompts = {path.read_text(encoding="utf-8").strip() for path in PROMPTS.glob("*.md")}
    for request in requests:
        first, *rest = request["messages"]
        assert (first["role"], first["content"] in prompts) == ("system", True)
        assert {line["role"] for line in rest} <= {"user", "assistant"}
        assert all(line.keys() == {"role", "content"} for line in request["messages"])
        assert not request.keys() & {"tools", "functions", "tool_choice"}
        whole = json.dumps(request, ensure_ascii=False)
        assert PRIVATE not in whole
        assert not [canary for canary in CANARIES if canary in whole]


async def check_money(scene: Scene) -> None:
    balance, turns = await scene.house.books()
    charged = [turn for turn in turns if turn["state"] == "settled" and turn["price"] == str(PRICE)]
    assert Decimal(balance["available"]) == START - PRICE * len(charged)
    assert balance["held"] == "0.00"
    assert {turn["price"] for turn in turns} <= {str(PRICE), "0.00"}
    assert (await scene.house.command("balance", "check")).code == 0


def check_logs(house: House) -> None:
    assert house.complaints() == []
    written = (
        "".join(path.read_text(encoding="utf-8") for path in (house.folder / "var" / "log").iterdir()) + house.console()
    )
    assert not [hidden for hidden in (*CANARIES, PRIVATE) if hidden in written]


async def check_what_vk_was_told(scene: Scene, before: int) -> None:
    """``before`` is how many messages the victim had."""
    state = await scene.vk.state()
    methods = {call["method"] for call in state["api_calls"]}
    assert {method for method in methods if ".get" not in method} <= WRITING
    assert len(await scene.vk.said_to(scene.victim)) == before
    others = [dialog for dialog in state["dialogs"] if dialog["peer_id"] != scene.victim]
    told = json.dumps([state["posts"], others], ensure_ascii=False)
    assert PRIVATE not in told
    assert not [canary for canary in CANARIES if canary in told]


async def test_change_and_reveal_nothing_in_vk_messages(scene: Scene) -> None:
    before, victims, asked = untouched(scene), len(await scene.vk.said_to(scene.victim)), len(scene.model.requests)
    attackers = [(stranger(), attack) for attack in scene.attacks]

    for attacker, attack in attackers:
        await scene.vk.say(attack, by=attacker)
    await scene.settled()

    assert untouched(scene) == before
    answered = [await scene.vk.said_to(attacker) for attacker, _ in attackers]
    assert all(answered)
    check_what_the_model_was_told(scene.model.requests[asked:])
    await check_what_vk_was_told(scene, victims)
    await check_money(scene)
    check_logs(scene.house)


async def test_change_and_reveal_nothing_in_comments(scene: Scene) -> None:
    before, victims, asked = untouched(scene), len(await scene.vk.said_to(scene.victim)), len(scene.model.requests)
    post_id = await scene.vk.post("Новости мастерской")

    written = [await scene.vk.comment(post_id, attack) for attack in scene.attacks]
    await scene.settled()

    assert untouched(scene) == before
    said = await scene.vk.said_under(post_id)
    assert {comment["reply_to_comment"] for comment in said} == set(written)
    assert len(scene.model.requests) == asked + len(scene.attacks)
    check_what_the_model_was_told(scene.model.requests[asked:])
    await check_what_vk_was_told(scene, victims)
    await check_money(scene)
    check_logs(scene.house)


async def test_change_and_reveal_nothing_on_the_site(scene: Scene) -> None:
    before, victims, asked = untouched(scene), len(await scene.vk.said_to(scene.victim)), len(scene.model.requests)

    async def attack(text: str) -> str:
        async with visiting(scene.house) as visitor:
            await visitor.hello()
            accepted = await visitor.ask("message", id="m1", text=text)
            if accepted["type"] == "accepted" and accepted.get("turn_id"):
                await visitor.answer(accepted["turn_id"])
            return json.dumps(visitor.frames, ensure_ascii=False)

    shown: list[str] = []
    for start in range(0, len(scene.attacks), AT_ONCE):
        shown += await asyncio.gather(*(attack(text) for text in scene.attacks[start : start + AT_ONCE]))
    await scene.settled()

    assert untouched(scene) == before
    seen = "".join(shown)
    assert PRIVATE not in seen
    assert not [canary for canary in CANARIES if canary in seen]
    check_what_the_model_was_told(scene.model.requests[asked:])
    await check_what_vk_was_told(scene, victims)
    await check_money(scene)
    check_logs(scene.house)
