"""
Comments answered a second, end to end, by one process on MariaDB.

Beside the bot as it was first described, and beside itself with a model of two seconds; and the processor time of one
answer by two processes beside one.

usage: python -m benchmarks.answered [--rounds 5] [--comments 100]
"""

import argparse
import asyncio
import time

from benchmarks.load import post
from benchmarks.rig import Rig, comments_created, cpu_of
from benchmarks.spread import Ratios
from tests.integration.whole.house import CALLBACK_PATH, House

MODEL_SECONDS = 2.0
HANGS = 120.0


def answered_a_second(port: int, path: str, stand_in: str, comments: int) -> float:
    before, began = comments_created(stand_in), time.perf_counter()
    asyncio.run(post(port, path, comments))
    while comments_created(stand_in) - before < comments:
        if time.perf_counter() - began > HANGS:
            raise TimeoutError(comments_created(stand_in) - before)
        time.sleep(0.02)
    return comments / (time.perf_counter() - began)


def cpu_a_comment(house: House, stand_in: str, comments: int) -> float:
    """Milliseconds of the product's processes."""
    with cpu_of(house.pid) as spent:
        answered_a_second(house.port, CALLBACK_PATH, stand_in, comments)
        time.sleep(1.0)  # for the last settlements
    return spent[0] * 1e3 / comments


def compare(rounds: int, comments: int) -> None:
    peer, slow, cpu = Ratios(), Ratios(), Ratios()
    with Rig() as rig:
        quick, late, theirs = rig.stand_in(), rig.stand_in(wait=MODEL_SECONDS), rig.stand_in()
        ours = rig.otklik(quick, DATABASE_URL=rig.mariadb_url())
        waiting = rig.otklik(late, DATABASE_URL=rig.mariadb_url(), TURN_CONCURRENCY="1000")
        flask = rig.flask(theirs)
        two = rig.otklik(quick, DATABASE_URL=rig.mariadb_url(), REDIS_URL=rig.redis_url(), WORKERS="2")
        for _ in range(rounds):
            rate = answered_a_second(ours.port, CALLBACK_PATH, quick, comments)
            peer.add(ours=rate, floor=answered_a_second(flask, "/callback", theirs, comments))
            # Long enough that the two seconds at its end are few.
            slow.add(ours=answered_a_second(waiting.port, CALLBACK_PATH, late, 3 * comments), floor=rate)
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
