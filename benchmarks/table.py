"""
All benchmarks, one after the other, and one table of what they found.

usage: python -m benchmarks.table [--rounds 5]
"""

import argparse
import subprocess
import sys
from pathlib import Path

from rich.console import Console
from rich.table import Table

COLUMNS = ("what", "ours", "beside", "ratio", "spread", "wanted (aim)", "")
ROOT = Path(__file__).parents[1]
# The past is a tenth of the whole one here: to make it takes most of the time. Its own command makes it whole.
SMALLER = ("--messages", "100000", "--conversations", "10000", "--entries", "100000")


def commands(rounds: str) -> list[list[str]]:
    with_flask, python = [str(ROOT / "scripts" / "bench-flask.sh")], [sys.executable, "-m"]
    return [
        [*with_flask, "benchmarks.acknowledged", "--rounds", rounds],
        [*with_flask, "benchmarks.answered", "--rounds", rounds],
        [*python, "benchmarks.streaming", "--rounds", rounds],
        [*python, "benchmarks.turn_cost", "--rounds", rounds, *SMALLER],
        [*python, "benchmarks.start_up", "--rounds", rounds],
    ]


def main() -> None:
    parser = argparse.ArgumentParser(description="all benchmarks, and one table of what they found")
    parser.add_argument("--rounds", default="5")
    given = parser.parse_args()
    table, has_failed = Table(*COLUMNS), False
    for command in commands(given.rounds):
        done = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, text=True, check=False)
        has_failed = has_failed or done.returncode != 0
        for line in done.stdout.splitlines():
            if line.count("\t") == len(COLUMNS) - 1:
                table.add_row(*line.split("\t"))
    Console(width=150).print(table)
    sys.exit(1 if has_failed else 0)


if __name__ == "__main__":
    main()
