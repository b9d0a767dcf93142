"""
From the command to ready at the second start, beside importing the two largest libraries; memory of the idle server.

usage: python -m benchmarks.start_up [--rounds 5]
"""

import argparse
import subprocess
import sys
import time

from benchmarks.idle_sockets import resident_kib
from benchmarks.rig import Rig
from benchmarks.spread import Ratios
from tests.integration.whole.house import House

SETTLED_SECONDS = 5.0
"""When what the server loads once it is up, the model's library, is there too."""


def importing() -> float:
    began = time.perf_counter()
    subprocess.run([sys.executable, "-c", "import litestar, openai"], check=True)
    return time.perf_counter() - began


def starting(house: House) -> tuple[float, float]:
    """Seconds until it is ready, and MiB when it is."""
    began = time.perf_counter()
    house.start()
    seconds = time.perf_counter() - began
    time.sleep(SETTLED_SECONDS)
    memory = resident_kib(house.pid) / 1024
    house.stop()
    return seconds, memory


def main() -> None:
    parser = argparse.ArgumentParser(description="from the command to ready, and the memory of the idle server")
    parser.add_argument("--rounds", type=int, default=5)
    given = parser.parse_args()
    start, memory = Ratios(), Ratios()
    with Rig() as rig:
        house = rig.otklik(rig.stand_in())
        house.stop()
        importing()
        for _ in range(given.rounds):
            floor = importing()
            seconds, mib = starting(house)
            start.add(ours=seconds, floor=floor)
            memory.add(ours=mib, floor=1.0)
    start.tell("start to ready / import litestar, openai", "s", at_most=2, aim=1.3)
    memory.tell("resident memory of the idle server", "MiB", at_most=150, aim=110)


if __name__ == "__main__":
    main()
