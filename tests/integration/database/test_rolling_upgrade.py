"""
An earlier program and its data on the newest schema: as they are while servers are restarted one after the other.

The programs of earlier revisions are not here any more; what they could say is: they named the columns of their own
schema and no others. So for each revision its tables are read from the database, and rows are written, read, changed
and deleted through them after the update.
"""

from collections.abc import AsyncIterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Column, Connection, MetaData, Table, delete, insert, select, update

from adapters.outbound.database import migrate
from adapters.outbound.database.engine import Database, open_database
from tests.integration.database.test_migrate import REVISIONS

OWN = {"alembic_version"}
INDEX = "knowledge_index"
"""SQLite's index of full text, and the tables that it keeps for itself and nobody else writes."""
BEFORE, AFTER = 1, 2
"""Which row: written before the update, or by the earlier program after it."""


@pytest.fixture(params=["sqlite", "mariadb"])
async def empty(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[tuple[str, Database]]:
    kind: str = request.param
    url = f"sqlite:///{tmp_path / 'old.db'}" if kind == "sqlite" else request.getfixturevalue("mariadb_url")
    async with open_database(url) as database:
        yield url, database


def tables(connection: Connection) -> list[Table]:
    found = MetaData()
    found.reflect(connection)
    return [table for table in found.sorted_tables if table.name not in OWN and not table.name.startswith(INDEX)]


def value(column: Column[Any], number: int) -> object:
    """Something that a column of this type takes, another for each number."""
    made = {
        bytes: number.to_bytes(16),
        bool: bool(number),
        datetime: datetime(2026, 7, number, 9),  # noqa: DTZ001 - stored without a zone, as all are
        date: date(2026, 7, number),
        int: number,
    }
    return made.get(column.type.python_type, '{"code": 5}' if column.name == "payload" else str(number))


def row(table: Table, number: int) -> dict[str, object]:
    return {column.name: value(column, number) for column in table.columns}


@pytest.mark.parametrize("revision", REVISIONS)
async def test_rows_and_statements_of_an_earlier_program_are_good_on_the_newest_schema(
    empty: tuple[str, Database], revision: str
) -> None:
    url, database = empty
    await migrate.upgrade(url, revision=revision)
    async with database.writing() as connection:
        known = await connection.run_sync(tables)
        for table in known:
            await connection.execute(insert(table).values(row(table, BEFORE)))

    await migrate.upgrade(url)

    async with database.writing() as connection:
        for table in known:
            mine = [column == value(column, AFTER) for column in table.primary_key]
            kept = [column == value(column, BEFORE) for column in table.primary_key]
            await connection.execute(insert(table).values(row(table, AFTER)))
            assert (await connection.execute(select(table).where(*kept))).one()
            assert (await connection.execute(select(table).where(*mine))).one()._asdict() == row(table, AFTER)
            changed = await connection.execute(update(table).where(*mine).values(row(table, AFTER)))
            gone = await connection.execute(delete(table).where(*mine))
            assert (changed.rowcount, gone.rowcount) == (1, 1), table.name
