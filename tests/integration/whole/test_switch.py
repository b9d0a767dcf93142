"""
Two nodes behind a switch that moves a visitor from one to the other at random.

``SWITCH_SECONDS`` lengthens it, ``SWITCH_SEED`` (printed) repeats a run.
"""

import asyncio
import os
import random
import sys
import time

import pytest

from tests.integration.faults.relay import Relay, relay_to
from tests.integration.whole.house import House
from tests.integration.whole.restless_visitor import Restless
from tests.integration.whole.sandbox_client import SandboxClient
from tests.integration.whole.test_two_nodes import nodes

__all__ = ["nodes"]

SECONDS = float(os.environ.get("SWITCH_SECONDS", "30"))
ANSWER = "одно слово за другим, и каждое на своём месте; " * 8

pytestmark = pytest.mark.parametrize("database_url", ["mariadb"], indirect=True)


def seeded() -> random.Random:
    seed = int(os.environ.get("SWITCH_SEED") or random.SystemRandom().randrange(10**6))
    sys.stdout.write(f"SWITCH_SEED={seed}\n")
    return random.Random(seed)  # noqa: S311 - moments and chances, no secrets


async def keep_switching(wire: Relay, nodes: tuple[House, House], chance: random.Random) -> None:
    while True:
        await asyncio.sleep(chance.random())
        wire.target = chance.choice(nodes).port
        wire.cut()


@pytest.mark.timeout(SECONDS + 120)
async def test_visitor_misses_nothing_and_sees_nothing_twice_when_moved_at_random(
    nodes: tuple[House, House], vk: SandboxClient
) -> None:
    chance = seeded()
    await vk.model("answer", match="Почём", text=ANSWER, token_delay=0.03, times=1_000)
    async with relay_to(nodes[0].port) as wire:
        behind = House(nodes[0].folder, nodes[0].settings)
        behind.port = wire.port
        visitor = Restless(house=behind)
        switching = asyncio.create_task(keep_switching(wire, nodes, chance))
        end, asked = time.monotonic() + SECONDS, 0
        while time.monotonic() < end or not visitor.is_content:
            if visitor.is_content:
                asked += 1
                visitor.said[f"m{asked}"] = f"Почём {asked}?"
            await visitor.visit()
        switching.cancel()
        await asyncio.gather(switching, return_exceptions=True)

    sys.stdout.write(f"{asked} questions, {visitor.visits} visits\n")
    assert asked < visitor.visits
    assert sorted(visitor.messages) == list(range(1, 2 * asked + 1))
    assert len(visitor.ended) == asked
    for turn_id, ended in visitor.ended.items():
        whole = ended["message"]["text"]
        assert whole.strip() == ANSWER.strip()
        # Whoever is away when it ends is told the end, which is the whole; what was shown before was its beginning.
        assert whole.startswith(visitor.texts.get(turn_id, ""))
    assert len(await vk.questions("Почём")) == asked
