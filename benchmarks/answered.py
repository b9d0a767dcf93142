"""
Comments answered a second, end to end, by one process on MariaDB.

All are announced to another service. Beside the bot as it was first described, and beside itself with a model of two
seconds; and the processor time of one answer by two processes beside one, at a pace that leaves the machine time: flat
out two compete with each other, the database and the stand-in for the same cores, and the processor time of whatever
runs grows by a quarter and more.

usage: python -m benchmarks.answered [--rounds 5] [--comments 100]
"""

import argparse
import asyncio
import math
import time
from collections.abc import Coroutine
from typing import Any

from benchmarks.load import post, post_at
from benchmarks.rig import Rig, comments_created, cpu_of
from benchmarks.spread import Ratios
from tests.integration.whole.house import CALLBACK_PATH, House

MODEL_SECONDS = 2.0
PACE = 20.0
"""Comments a second: a third of what one process answers."""
SOME = 4
"""Times as many comments beside Flask."""
LASTING = 4 * MODEL_SECONDS
"""Seconds that a slow model is worked for, and an instant one as many comments: it is asked throughout their middle
half when a quarter of all is still to be asked for after three quarters have been answered, late by its own time."""
HANGS = 120.0


def answered_a_second(port: int, path: str, stand_in: str, comments: int) -> float:
    """Of their middle half: the first wait for nobody, and the last of a slow model for it alone."""
    return asyncio.run(_answered_a_second(stand_in, comments, post(port, path, comments)))


def cpu_a_comment(house: House, stand_in: str, comments: int) -> float:
    """Milliseconds of the product's processes, at PACE."""
    with cpu_of(house.pid) as spent:
        asyncio.run(_answered_a_second(stand_in, comments, post_at(PACE, house.port, CALLBACK_PATH, comments)))
        time.sleep(0.5)  # for the last settlements
    return spent[0] * 1e3 / comments


async def _answered_a_second(stand_in: str, comments: int, posting: Coroutine[Any, Any, None]) -> float:
    before, reached = comments_created(stand_in), list[tuple[float, int]]()
    async with asyncio.timeout(HANGS), asyncio.TaskGroup() as group:
        group.create_task(posting)
        while not reached or reached[-1][1] < comments:
            await asyncio.sleep(0.02)
            created = await asyncio.to_thread(comments_created, stand_in) - before
            reached.append((time.perf_counter(), created))
    (began, first), (ended, last) = (
        next(each for each in reached if each[1] >= share * comments) for share in (0.25, 0.75)
    )
    return (last - first) / (ended - began)


def hears(stand_in: str) -> str:
    return stand_in.replace("http://", "ws://")


def compare(rounds: int, comments: int) -> None:
    peer, slow, cpu = Ratios(), Ratios(), Ratios()
    with Rig() as rig:
        quick, late, theirs = rig.stand_in(), rig.stand_in(wait=MODEL_SECONDS), rig.stand_in()
        ours = rig.otklik(quick, DATABASE_URL=rig.mariadb_url(), NOTIFIER_URL=hears(quick))
        waiting = rig.otklik(late, DATABASE_URL=rig.mariadb_url(), NOTIFIER_URL=hears(late), TURN_CONCURRENCY="1000")
        flask = rig.flask(theirs)
        two = rig.otklik(
            quick, DATABASE_URL=rig.mariadb_url(), NOTIFIER_URL=hears(quick), REDIS_URL=rig.redis_url(), WORKERS="2"
        )
        # What is done for the first time takes longer.
        for port, stand_in in ((ours.port, quick), (waiting.port, late), (two.port, quick)):
            answered_a_second(port, CALLBACK_PATH, stand_in, comments)
        answered_a_second(flask, "/callback", theirs, comments)
        for _ in range(rounds):
            rate = answered_a_second(ours.port, CALLBACK_PATH, quick, SOME * comments)
            peer.add(ours=rate, floor=answered_a_second(flask, "/callback", theirs, SOME * comments))
            lasting = comments * math.ceil(LASTING * rate / comments)
            slow.add(
                ours=answered_a_second(waiting.port, CALLBACK_PATH, late, lasting),
                floor=answered_a_second(ours.port, CALLBACK_PATH, quick, lasting),
            )
            cpu.add(ours=cpu_a_comment(two, quick, comments), floor=cpu_a_comment(ours, quick, comments))
    peer.tell("comments answered / Flask, instant model", "/s", at_least=2, aim=4)
    slow.tell("comments answered, model of 2 s / instant", "/s", at_least=0.9, aim=0.98)
    cpu.tell("processor time of an answer, 2 processes / 1", "ms", at_most=1.15, aim=1.05)


def main() -> None:
    parser = argparse.ArgumentParser(description="comments answered a second, end to end")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--comments", type=int, default=100)
    given = parser.parse_args()
    compare(given.rounds, given.comments)


if __name__ == "__main__":
    main()
