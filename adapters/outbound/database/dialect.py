"""The one place for what MySQL and SQLite word differently in statements; columns: see ``column_types``."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import BigInteger, Insert, Table, bindparam, literal
from sqlalchemy.dialects import mysql, sqlite
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement

from adapters.outbound.database.column_types import UtcDateTime

_SQLITE_FORMAT = "%Y-%m-%d %H:%M:%f"
"""As UtcDateTime writes it, but for three digits: SQLite's clock has milliseconds."""


class DatabaseTime(FunctionElement[datetime]):
    """The database's clock when the statement began; its argument, if any, is added in microseconds."""

    name = "database_time"
    type = UtcDateTime()
    inherit_cache = True


def database_time(after: timedelta | None = None) -> DatabaseTime:
    """Now, or ``after`` from now, by the clock that all processes share."""
    if after is None:
        return DatabaseTime()
    return DatabaseTime(literal(microseconds(after), BigInteger()))


def database_time_after(name: str) -> DatabaseTime:
    """As ``database_time``, for a prepared statement: so many microseconds as the value of that name says."""
    return DatabaseTime(bindparam(name, type_=BigInteger()))


def microseconds(span: timedelta) -> int:
    return span // timedelta(microseconds=1)


@compiles(DatabaseTime, "mysql")
def _mysql_time(element: DatabaseTime, compiler: SQLCompiler, **kw: Any) -> str:
    if not element.clauses.clauses:
        return "UTC_TIMESTAMP(6)"
    return f"UTC_TIMESTAMP(6) + INTERVAL {compiler.process(element.clauses, **kw)} MICROSECOND"


@compiles(DatabaseTime, "sqlite")
def _sqlite_time(element: DatabaseTime, compiler: SQLCompiler, **kw: Any) -> str:
    shift = ""
    if element.clauses.clauses:
        shift = f", printf('%+.6f seconds', {compiler.process(element.clauses, **kw)} / 1000000.0)"
    return f"(strftime('{_SQLITE_FORMAT}', 'now'{shift}) || '000')"


def insert_unless_known(table: Table, dialect_name: str) -> Insert:
    """
    Insert rows and pass over those with a key that is there already; any other fault is an error still.

    Its row count says nothing: MySQL counts a row that was passed over too.
    """
    if dialect_name == "sqlite":
        return sqlite.insert(table).on_conflict_do_nothing()
    known = next(iter(table.primary_key.columns))
    return mysql.insert(table).on_duplicate_key_update({known.name: known})


def insert_or_change(table: Table, dialect_name: str, changes: Mapping[str, Any]) -> Insert:
    """Insert a row, each column named by its own name; change the one that has its primary key already."""
    row = {column.name: bindparam(column.name, type_=column.type) for column in table.c}
    if dialect_name == "sqlite":
        return (
            sqlite.insert(table)
            .values(row)
            .on_conflict_do_update(index_elements=list(table.primary_key.columns), set_=dict(changes))
        )
    return mysql.insert(table).values(row).on_duplicate_key_update(dict(changes))


async def add_unless_known(connection: AsyncConnection, table: Table, values: Mapping[str, Any]) -> None:
    """Insert one row unless a key of it is there already, which is locked then."""
    await connection.execute(insert_unless_known(table, connection.dialect.name), dict(values))
