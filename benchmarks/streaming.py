"""
Chats that stream at once, 40 tokens a second each, and the time to the first token.

How many are served with 99 of 100 fragments younger than 150 ms, beside a relay that stores nothing and beside
Chainlit; how much later the first token comes than straight from the model.

usage: python -m benchmarks.streaming [--rounds 5]
"""

import argparse
import asyncio
import statistics
import time
from urllib.parse import urlsplit

from openai import AsyncOpenAI
from openai.types.chat import ChatCompletionMessageParam

from benchmarks.chainlit_chat import ChainlitChat
from benchmarks.chats import FrameChat, Opens, first_tokens, most_at_once, percentile
from benchmarks.rig import Rig, Served, hush
from benchmarks.spread import Ratios

EVERY = 0.025
TOKENS = 240
RAMP = 4.0
"""Seconds within which all have asked for their first token; each then goes on for longer."""
MOST = 480
MOST_OF_CHAINLIT = 240
RAMP_SECONDS = 16.0
"""Within them all have asked. Fewer of Chainlit's do, so they come more slowly, which is kinder to it."""
FIRST_CHATS = 50
FIRST_WAIT = 0.3


async def straight(url: str, chats: int) -> list[float]:
    """Milliseconds to the first token by the openai client alone."""
    client = AsyncOpenAI(base_url=f"{url}/v1", api_key="key", max_retries=0)

    async def ask(after: float) -> float:
        await asyncio.sleep(after)
        began = time.perf_counter()
        lines: list[ChatCompletionMessageParam] = [{"role": "user", "content": "?"}]
        async with await client.chat.completions.create(model="m", messages=lines, stream=True) as stream:
            async for _ in stream:
                break
        return (time.perf_counter() - began) * 1e3

    try:
        return list(await asyncio.gather(*(ask(RAMP * number / chats) for number in range(chats))))
    finally:
        await client.close()


def compare_first_tokens(rig: Rig, rounds: int) -> None:
    model = rig.stand_in(wait=FIRST_WAIT, tokens=TOKENS, every=EVERY)
    house = rig.otklik(model)
    medians, latest = [], []
    for _ in range(rounds):
        alone = asyncio.run(straight(model, FIRST_CHATS))
        ours = asyncio.run(first_tokens(FrameChat.open_with_hello, house.port, FIRST_CHATS, over=RAMP))
        hush(model, house.pid)
        medians.append(statistics.median(ours) - statistics.median(alone))
        latest.append(percentile(ours, 0.99) - percentile(alone, 0.99))
    for what, added, most, aim in (("median", medians, 5, 2), ("p99", latest, 25, 10)):
        table = Ratios()
        for milliseconds in added:
            table.add(ours=milliseconds, floor=1.0)
        table.tell(f"added time to the first token, {what}, {FIRST_CHATS} chats", "ms", at_most=most, aim=aim)


def compare_chats_at_once(rig: Rig, rounds: int) -> None:
    model = rig.stand_in(tokens=int(2 * RAMP_SECONDS / EVERY), every=EVERY)
    house = rig.otklik(model, TURN_CONCURRENCY="1000")
    ours, relay, chainlit = Served(house.port, house.pid), rig.relay(urlsplit(model).port or 0), rig.chainlit(model)

    def most(served: Served, opens: Opens, chats: int = MOST) -> float:
        found = asyncio.run(most_at_once(opens, served.port, chats, over=RAMP_SECONDS, every=EVERY))
        hush(model, served.pid)
        return found

    beside_relay, beside_chainlit = Ratios(), Ratios()
    for _ in range(rounds):
        found = most(ours, FrameChat.open_with_hello)
        beside_relay.add(ours=found, floor=most(relay, FrameChat.open))
        beside_chainlit.add(ours=found, floor=most(chainlit, ChainlitChat.open, MOST_OF_CHAINLIT))
    beside_chainlit.tell("chats streaming at once / Chainlit", "", at_least=3, aim=5)
    beside_relay.tell("chats streaming at once / bare relay", "", at_least=0.5, aim=0.9)


def main() -> None:
    parser = argparse.ArgumentParser(description="chats that stream at once, and the time to the first token")
    parser.add_argument("--rounds", type=int, default=5)
    given = parser.parse_args()
    with Rig() as rig:
        compare_first_tokens(rig, given.rounds)
    with Rig() as rig:
        compare_chats_at_once(rig, given.rounds)


if __name__ == "__main__":
    main()
