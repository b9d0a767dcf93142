"""
Fill an empty, migrated database with the past of a busy community.

usage: python -m benchmarks.grow DATABASE_URL [--messages 1000000] [--conversations 100000] [--entries 1000000]

Everything in it is answered, paid for and announced; ``otklik balance check`` finds its books in order.
"""

import argparse
import asyncio
import sys
from collections import defaultdict
from collections.abc import Callable, Iterator

from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from sqlalchemy import insert, select, update

from adapters.outbound.database.engine import Database, open_database
from adapters.outbound.database.schema import accounts, ledger_entries, messages
from benchmarks.grown_rows import DAY, PRICE, TOP_UP, Rows, Size, Taken, conversation_rows, top_up_row, turn_rows
from domain.balance import COMMUNITY_ACCOUNT

AT_ONCE = 2_000
PATIENCE = 600.0


async def grow(database: Database, size: Size, *, advance: Callable[[int], object] = lambda _rows: None) -> None:
    """Raises ValueError when there is something in it already."""
    async with database.writing() as connection:
        if (await connection.execute(select(messages.c.id).limit(1))).first() is not None:
            raise ValueError("the database is not empty")
        balance = (size.entries - size.turns) * TOP_UP - size.turns * PRICE
        empty = {"key": COMMUNITY_ACCOUNT, "balance_kopecks": 0, "held_kopecks": 0, "day": DAY, "day_used_kopecks": 0}
        await connection.execute(insert(accounts).values(empty))
        await connection.execute(update(accounts).values(balance_kopecks=balance))
    for rows in _all_rows(size):
        async with database.writing() as connection:
            for table, values in rows.items():
                await connection.execute(insert(table), values)
        advance(sum(map(len, rows.values())))


def _all_rows(size: Size) -> Iterator[Rows]:
    for first in range(0, size.conversations, AT_ONCE):
        yield conversation_rows(first, min(first + AT_ONCE, size.conversations), size)
    for first in range(0, size.turns, AT_ONCE):
        rows: Rows = defaultdict(list)
        for number in range(first, min(first + AT_ONCE, size.turns)):
            # Round after round through all conversations, as time went by.
            place, conversation = divmod(number, size.conversations)
            for table, values in turn_rows(Taken(number=number, conversation=conversation, place=place)):
                rows[table].append(values)
        yield rows
    for first in range(size.turns, size.entries, AT_ONCE):
        yield {ledger_entries: [top_up_row(number) for number in range(first, min(first + AT_ONCE, size.entries))]}


def rows_of(size: Size) -> int:
    """How many there are to be made, near enough for a progress bar."""
    return 2 * size.conversations + size.turns * 6 + size.turns * 4 // 3 + size.entries - size.turns


async def grow_with_bar(url: str, size: Size) -> None:
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    async with open_database(url, pool_size=1, read_timeout=PATIENCE) as database:
        with Progress(*columns) as progress:
            task = progress.add_task("rows", total=rows_of(size))
            await grow(database, size, advance=lambda rows: progress.advance(task, rows))


def main() -> None:
    parser = argparse.ArgumentParser(description="fill an empty, migrated database with the past of a busy community")
    parser.add_argument("url", help="as in DATABASE_URL")
    parser.add_argument("--messages", type=int, default=1_000_000)
    parser.add_argument("--conversations", type=int, default=100_000)
    parser.add_argument("--entries", type=int, default=1_000_000)
    given = parser.parse_args()
    try:
        size = Size(messages=given.messages, conversations=given.conversations, entries=given.entries)
        asyncio.run(grow_with_bar(given.url, size))
    except ValueError as error:
        sys.exit(str(error))


if __name__ == "__main__":
    main()
