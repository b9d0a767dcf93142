"""A process on SQLite, whose connections have threads, ends like any other."""

import subprocess
import sys
from pathlib import Path

HANGS = 30
"""Seconds after which a process has hung."""


def test_lets_the_process_end_when_nobody_closes(tmp_path: Path) -> None:
    script = (
        "import asyncio, sys\n"
        "from adapters.outbound.database.engine import open_database\n"
        "async def main():\n"
        "    opened = open_database(sys.argv[1])\n"
        "    database = await opened.__aenter__()\n"
        "    await database.ping()\n"
        "    async with database.writing():\n"
        "        sys.exit(3)\n"
        "asyncio.run(main())\n"
    )

    done = subprocess.run(
        [sys.executable, "-c", script, f"sqlite:///{tmp_path / 'otklik.db'}"], check=False, timeout=HANGS
    )

    assert done.returncode == 3
