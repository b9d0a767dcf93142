"""
All benchmarks, one after the other, and one table of what they found.

usage: python -m benchmarks.table [--rounds 5]
"""

import argparse
import subprocess
import sys
import time
from pathlib import Path

from rich.console import Console
from rich.table import Table

COLUMNS = ("what", "ours", "beside", "ratio", "spread", "wanted (aim)", "")
ROOT = Path(__file__).parents[1]
# The past is a tenth of the whole one here: to make it takes most of the time. Its own command makes it whole.
SMALLER = ("--messages", "100000", "--conversations", "10000", "--entries", "100000")


def commands(rounds: str) -> list[list[str]]:
    scripts, python = ROOT / "scripts", [sys.executable, "-m"]
    beside = str(scripts / "bench-beside.sh")
    return [
        [beside, "flask", "benchmarks.acknowledged", "--rounds", rounds],
        [beside, "flask", "benchmarks.answered", "--rounds", rounds],
        [beside, "chainlit", "benchmarks.streaming", "--rounds", rounds],
        [*python, "benchmarks.turn_cost", "--rounds", rounds, *SMALLER],
        [*python, "benchmarks.start_up", "--rounds", rounds],
        [str(scripts / "bench-deadlines.sh"), "--rounds", rounds],
        [*python, "benchmarks.idle_sockets"],
    ]


def name_of(command: list[str]) -> str:
    """The benchmark's module, or the script that runs it."""
    return next((part for part in command if part.startswith("benchmarks.")), Path(command[0]).name)


def main() -> None:
    parser = argparse.ArgumentParser(description="all benchmarks, and one table of what they found")
    parser.add_argument("--rounds", default="5")
    given, start = parser.parse_args(), time.monotonic()
    table, times, has_failed = Table(*COLUMNS), Table("command", "seconds"), False
    for command in commands(given.rounds):
        began = time.monotonic()
        done = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, text=True, check=False)
        times.add_row(name_of(command), f"{time.monotonic() - began:.0f}")
        has_failed = has_failed or done.returncode != 0
        for line in done.stdout.splitlines():
            if line.count("\t") == len(COLUMNS) - 1:
                table.add_row(*line.split("\t"))
            else:
                print(line)
    times.add_row("all", f"{time.monotonic() - start:.0f}")
    console = Console(width=150)
    console.print(table)
    console.print(times)
    sys.exit(1 if has_failed else 0)


if __name__ == "__main__":
    main()
