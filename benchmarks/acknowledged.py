"""
VK's events acknowledged a second, each stored first, over 64 connections.

Beside a handler that stores nothing, and beside the bot as it was first described, with a model that takes two seconds
and with one that takes none.

usage: python -m benchmarks.acknowledged [--rounds 5] [--seconds 3]
"""

import argparse
import asyncio

from benchmarks.load import acknowledged_a_second
from benchmarks.rig import Rig
from benchmarks.spread import Ratios
from tests.integration.whole.house import CALLBACK_PATH

MODEL_SECONDS = 2.0


def compare(rounds: int, seconds: float) -> None:
    def rate(port: int, path: str = "/callback") -> float:
        return asyncio.run(acknowledged_a_second(port, path, seconds))

    with Rig() as rig:
        stand_in, slow = rig.stand_in(), rig.stand_in(wait=MODEL_SECONDS)
        # What is answered meanwhile is the next benchmark's: here everything is stored and understood.
        quiet = {"VK_COMMENT_POLICY": "none"}
        on_sqlite, on_mariadb = (
            rig.otklik(stand_in, **quiet),
            rig.otklik(stand_in, DATABASE_URL=rig.mariadb_url(), **quiet),
        )
        bare, flask, slow_flask = rig.bare(), rig.flask(stand_in), rig.flask(slow)
        sqlite, mariadb, peer, slow_peer = Ratios(), Ratios(), Ratios(), Ratios()
        for _ in range(rounds):
            floor = rate(bare)
            sqlite.add(ours=rate(on_sqlite.port, CALLBACK_PATH), floor=floor)
            ours = rate(on_mariadb.port, CALLBACK_PATH)
            mariadb.add(ours=ours, floor=rate(bare))
            peer.add(ours=ours, floor=rate(flask))
            slow_peer.add(ours=ours, floor=rate(slow_flask))
    sqlite.tell("events acknowledged, SQLite / bare handler", "/s", at_least=0.5, aim=0.7)
    mariadb.tell("events acknowledged, MariaDB / bare handler", "/s", at_least=0.45, aim=0.7)
    slow_peer.tell("events acknowledged / Flask, model of 2 s", "/s", at_least=50, aim=100)
    peer.tell("events acknowledged / Flask, instant model", "/s", at_least=50, aim=100)


def main() -> None:
    parser = argparse.ArgumentParser(description="events acknowledged a second, beside a bare handler and beside Flask")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=float, default=3.0)
    given = parser.parse_args()
    compare(given.rounds, given.seconds)


if __name__ == "__main__":
    main()
