"""
What a turn costs in a database with a long past, beside one with a short one; on a MariaDB of its own.

usage: python -m benchmarks.turn_cost [--messages 1000000] [--conversations 100000] [--entries 1000000] [--rounds 5]

The use cases answer comments in this process, by a model and a VK that cost nothing: what is left is the core's own
work and the database's. Both databases take turns, one answer each, so that a busy moment of the machine falls on both.
"""

import argparse
import asyncio
import statistics
import tempfile
import time
from collections.abc import Sequence
from contextlib import AsyncExitStack
from pathlib import Path

from adapters.outbound.database.engine import open_database
from adapters.outbound.database.event_inbox import GroupCommitInbox
from adapters.outbound.database.migrate import upgrade
from adapters.outbound.database.storage import SqlStorage
from adapters.outbound.ids import TimeOrderedIds
from benchmarks.grow import grow_with_bar
from benchmarks.grown_rows import Size
from benchmarks.spread import Ratios
from tests.integration.services.mariadb import MariaDbServer, mariadb_server
from tests.unit.application.house import House

SHORT = Size(messages=1_000, conversations=100, entries=1_000)
TURNS = 60
WARM_UP = 20
BUFFER = "128M"
"""MariaDB's default: the long past does not fit into it."""


async def open_house(stack: AsyncExitStack, url: str) -> House:
    database = await stack.enter_async_context(open_database(url))
    inbox = await stack.enter_async_context(GroupCommitInbox(database))
    house = House(storage=SqlStorage(database), inbox=inbox, ids=TimeOrderedIds(), gather_seconds=0.0)
    await answer(house, WARM_UP)
    return house


async def answer(house: House, turns: int = 1) -> float:
    """Milliseconds a turn."""
    began = time.perf_counter()
    for _ in range(turns):
        await house.comment("До какого числа заявки?")
        await house.run_until_idle()
    return (time.perf_counter() - began) * 1e3 / turns


async def compare(urls: Sequence[str], rounds: int) -> Ratios:
    """Turn by turn, one here and one there; of each round the medians."""
    ratios = Ratios()
    async with AsyncExitStack() as stack:
        houses = [await open_house(stack, url) for url in urls]
        for _ in range(rounds):
            costs: list[list[float]] = [[], []]
            for _ in range(TURNS):
                for house, found in zip(houses, costs, strict=True):
                    found.append(await answer(house))
            short, long = map(statistics.median, costs)
            ratios.add(floor=short, ours=long)
    return ratios


async def grown(server: MariaDbServer, size: Size) -> str:
    url = server.url(server.create_database())
    await upgrade(url)
    await grow_with_bar(url, size)
    return url


async def measure(size: Size, rounds: int) -> Ratios:
    with tempfile.TemporaryDirectory() as folder:
        options = (f"--innodb-buffer-pool-size={BUFFER}", "--innodb-log-file-size=256M")
        with mariadb_server(Path(folder) / "mariadb", options=options) as server:
            return await compare([await grown(server, each) for each in (SHORT, size)], rounds)


def main() -> None:
    parser = argparse.ArgumentParser(description="a turn's cost in a database with a long past, and with a short one")
    parser.add_argument("--messages", type=int, default=1_000_000)
    parser.add_argument("--conversations", type=int, default=100_000)
    parser.add_argument("--entries", type=int, default=1_000_000)
    parser.add_argument("--rounds", type=int, default=5)
    given = parser.parse_args()
    size = Size(messages=given.messages, conversations=given.conversations, entries=given.entries)
    ratios = asyncio.run(measure(size, given.rounds))
    ratios.tell(f"a turn at {size.messages:,} messages / at {SHORT.messages:,}", "ms", at_most=1.15, aim=1.05)


if __name__ == "__main__":
    main()
