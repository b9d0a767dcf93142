"""
What is asked of MariaDB while a comment, a dialog's message and a site's message are answered, as EXPLAIN sees it.

The database has a past. No statement reads a whole table of it, none sorts more than a few rows; what is let pass
nevertheless is in ``ALLOWED``, with its reason.
"""

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from typing import Any, Final

import pytest
from sqlalchemy import Connection, event, text

from adapters.outbound.database.engine import Database, open_database
from adapters.outbound.database.event_inbox import GroupCommitInbox
from adapters.outbound.database.migrate import upgrade
from adapters.outbound.database.schema import metadata
from adapters.outbound.database.storage import SqlStorage
from adapters.outbound.ids import TimeOrderedIds
from benchmarks.grow import grow
from benchmarks.grown_rows import Size
from domain.channel import Channel
from domain.turn import TurnState
from tests.factories import make_event
from tests.integration.services.mariadb import MariaDbServer
from tests.unit.application.house import House

SIZE: Final = Size(messages=12_000, conversations=1_200, entries=12_000)
LARGE: Final = 500
"""Rows of a table that must not be read whole."""
FEW: Final = 60
"""Rows that may be sorted: what a conversation, a page or a batch holds."""
EXPLAINED: Final = ("SELECT", "UPDATE", "DELETE")
ALLOWED: Final[dict[str, str]] = {}
"""The beginning of a statement, and why its plan is good enough."""

ANSWERED: Final = (Channel.VK_COMMENT, Channel.VK_MESSAGE, Channel.SITE_CHAT)
Statement = tuple[str, Any]


@pytest.fixture
async def grown(mariadb_url: str) -> AsyncIterator[Database]:
    await upgrade(mariadb_url)
    async with open_database(mariadb_url) as database:
        await grow(database, SIZE)
        async with database.writing() as connection:
            for table in metadata.tables:
                await connection.execute(text(f"ANALYZE TABLE {table}"))
        yield database


@contextmanager
def recorded(seen: dict[str, Statement]) -> Iterator[None]:
    """Each statement once, by its words, with the parameters of its first time."""

    def note(_connection: Connection, _cursor: object, statement: str, parameters: Any, *_: object) -> None:
        if statement.startswith(EXPLAINED):
            seen.setdefault(statement, (statement, parameters))

    event.listen(Connection, "before_cursor_execute", note)
    try:
        yield
    finally:
        event.remove(Connection, "before_cursor_execute", note)


async def answered(database: Database) -> dict[str, Statement]:
    """What was asked of the database for three answers, and for three more that have a history."""
    seen: dict[str, Statement] = {}
    async with GroupCommitInbox(database) as inbox:
        house = House(storage=SqlStorage(database), inbox=inbox, ids=TimeOrderedIds(), gather_seconds=0.0)
        visitor = await house.visit()
        for _ in range(2):
            with recorded(seen):
                await house.comment("До какого числа заявки?")
                await house.message("До какого числа заявки?")
                await house.say(visitor, "До какого числа заявки?")
                await house.run_until_idle()
        turns = await house.list_turns.execute(limit=6)
        assert {(turn.state, turn.channel) for turn in turns} == {(TurnState.SETTLED, channel) for channel in ANSWERED}
    return seen


def _faults(row: Any) -> list[str]:
    """Of one line of a plan."""
    if row.table is None or int(row.rows or 0) <= FEW:
        return []
    found = []
    if row.type in {"ALL", "index"} and int(row.rows) > LARGE:
        found.append(f"reads all of {row.table}: {row.rows} rows")
    if "filesort" in (row.Extra or ""):
        found.append(f"sorts {row.rows} rows of {row.table}")
    return found


async def test_nothing_on_the_way_of_an_answer_reads_or_sorts_a_large_table(grown: Database) -> None:
    statements = await answered(grown)
    assert len(statements) > 40

    faults: dict[str, list[str]] = {}
    async with grown.writing() as connection:
        for words, parameters in statements.values():
            plan = await connection.exec_driver_sql(f"EXPLAIN {words}", parameters)
            found = [fault for row in plan for fault in _faults(row)]
            if found and not words.startswith(tuple(ALLOWED)):
                faults[words] = found
        await connection.rollback()

    assert faults == {}


async def test_events_that_arrive_together_are_one_statement(mariadb: MariaDbServer, mariadb_url: str) -> None:
    await upgrade(mariadb_url)
    async with open_database(mariadb_url) as database, GroupCommitInbox(database) as inbox:
        before = _inserts(mariadb)
        await asyncio.gather(*(inbox.store(make_event()) for _ in range(40)))
        # The first goes alone or with all, the rest have gathered meanwhile.
        assert _inserts(mariadb) - before <= 3


def _inserts(mariadb: MariaDbServer) -> int:
    """How many the server was sent so far, by all."""
    return int(mariadb.execute("SHOW GLOBAL STATUS LIKE 'Com_insert'").split()[-1])
