"""
Chats that stream at once, 40 tokens a second each, and the time to the first token.

How many are served with 99 of 100 fragments younger than 150 ms, beside a relay that stores nothing; how much later the
first token comes than straight from the model.

usage: python -m benchmarks.streaming [--rounds 5]
"""

import argparse
import asyncio
import statistics
import time
from urllib.parse import urlsplit

from openai.types.chat import ChatCompletionMessageParam

from adapters.outbound.openai_answer_writer import open_openai_client
from benchmarks.chats import chat_all, percentile, ramp
from benchmarks.rig import Rig
from benchmarks.spread import Ratios

EVERY = 0.025
TOKENS = 240
LATEST = 150.0
RAMP = 4.0
"""Seconds within which all have asked for their first token; each then goes on for longer."""
MOST = 480
RAMP_SECONDS = 16.0
SPAN = 0.5
WARM_UP = 2.0
"""Of MOST chats one after the other asks, within so many seconds, and streams until the end; looked at by spans."""
FIRST_CHATS = 50
FIRST_WAIT = 0.3


def most_chats(port: int, *, greets: bool) -> float:
    """So many streamed when the first span of time came in which too many fragments were late."""
    seen = asyncio.run(ramp(port, MOST, over=RAMP_SECONDS, span=SPAN, greets=greets))
    for number, delays in enumerate(seen):
        is_silent = not delays and number * SPAN >= WARM_UP
        if is_silent or (delays and percentile(delays, 0.99) >= LATEST):
            return max(1.0, MOST * number * SPAN / RAMP_SECONDS)
    return float(MOST)


async def straight(url: str, chats: int) -> list[float]:
    """Milliseconds to the first token by the openai client alone."""
    client = open_openai_client(f"{url}/v1", "key")

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


def first_tokens(rig: Rig, rounds: int) -> None:
    model = rig.stand_in(wait=FIRST_WAIT, tokens=TOKENS, every=EVERY)
    house = rig.otklik(model)
    medians, latest = [], []
    for _ in range(rounds):
        alone = asyncio.run(straight(model, FIRST_CHATS))
        ours = asyncio.run(chat_all(house.port, FIRST_CHATS, TOKENS, over=RAMP, greets=True)).firsts
        medians.append(statistics.median(ours) - statistics.median(alone))
        latest.append(percentile(ours, 0.99) - percentile(alone, 0.99))
    for what, added, most, aim in (("median", medians, 5, 2), ("p99", latest, 25, 10)):
        table = Ratios()
        for milliseconds in added:
            table.add(ours=milliseconds, floor=1.0)
        table.tell(f"added time to the first token, {what}, {FIRST_CHATS} chats", "ms", at_most=most, aim=aim)


def main() -> None:
    parser = argparse.ArgumentParser(description="chats that stream at once, and the time to the first token")
    parser.add_argument("--rounds", type=int, default=5)
    given = parser.parse_args()
    at_once = Ratios()
    with Rig() as rig:
        first_tokens(rig, given.rounds)
        model = rig.stand_in(tokens=int(RAMP_SECONDS / EVERY), every=EVERY)
        house, relay = rig.otklik(model), rig.relay(urlsplit(model).port or 0)
        for _ in range(given.rounds):
            at_once.add(ours=most_chats(house.port, greets=True), floor=most_chats(relay, greets=False))
    at_once.tell("chats streaming at once / bare relay", "", at_least=0.5, aim=0.9)


if __name__ == "__main__":
    main()
