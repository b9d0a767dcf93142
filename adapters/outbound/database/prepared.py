"""Statements of the hot path: worded once, then handed to the driver as they are."""

from collections import namedtuple
from collections.abc import Awaitable, Callable, Sequence
from typing import Any, Final, TypeVar, cast

from sqlalchemy import ClauseElement, Column, ColumnElement, Connection, Dialect, Table, bindparam, insert
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlalchemy.sql.compiler import SQLCompiler

from adapters.outbound.database.sqlite_connection import SqliteConnection

T = TypeVar("T")
Convert = Callable[[Any], Any] | None


class Prepared:
    """
    A statement of SQLAlchemy's whose values are named by ``bindparam``.

    It is compiled at its first run with each dialect. A run costs neither the building nor the look-up of a statement,
    and no change to another stack: less than a third of the processor time (docs/performance.md). It belongs to the
    transaction of its connection, and its errors are those that SQLAlchemy would raise. Rows have their columns as
    attributes. Lists of values (``in_``) are not for it.
    """

    def __init__(self, statement: ClauseElement) -> None:
        self._statement = statement
        self._wordings: dict[str, _Wording] = {}

    async def all(self, connection: AsyncConnection, /, **values: Any) -> list[Any]:
        wording = self._for(connection)
        _, found = await _run(connection, wording, values, fetch=True)
        return wording.rows(found)

    async def first(self, connection: AsyncConnection, /, **values: Any) -> Any:
        """The first row, or None."""
        rows = await self.all(connection, **values)
        return rows[0] if rows else None

    async def value(self, connection: AsyncConnection, /, **values: Any) -> Any:
        """The first column of the first row; None when there is none."""
        rows = await self.all(connection, **values)
        return rows[0][0] if rows else None

    async def change(self, connection: AsyncConnection, /, **values: Any) -> int:
        """How many rows it was for, whether they were different before or not."""
        changed, _ = await _run(connection, self._for(connection), values, fetch=False)
        return changed

    async def change_all(self, connection: AsyncConnection, rows: Sequence[dict[str, Any]]) -> None:
        """
        Once for each of the rows, in their order.

        MySQL's driver joins the rows of an insert whose every value is named (asyncmy's ``executemany``).
        """
        wording = self._for(connection)
        many = [wording.arguments(row) for row in rows]
        await _hand_over(connection, wording.sql, many, lambda driver: _run_all(driver, wording.sql, many))

    def _for(self, connection: AsyncConnection) -> "_Wording":
        dialect = connection.dialect
        wording = self._wordings.get(dialect.name)
        if wording is None:
            wording = self._wordings[dialect.name] = _Wording(self._statement, dialect)
        return wording


class PreparedForMany:
    """
    The same for a list of values that a column is compared to: ``build`` makes a statement of the condition.

    One is kept for each length that was asked for, so lists have to be short: a batch at most.
    """

    def __init__(self, column: Column[Any], build: Callable[[ColumnElement[bool]], ClauseElement]) -> None:
        self._column = column
        self._build = build
        self._by_length: dict[int, Prepared] = {}

    async def all(self, connection: AsyncConnection, many: Sequence[Any], /, **values: Any) -> list[Any]:
        """Nothing is asked for an empty list."""
        return await self._for(many).all(connection, **values, **_named(many)) if many else []

    async def change(self, connection: AsyncConnection, many: Sequence[Any], /, **values: Any) -> int:
        """Nothing is asked for an empty list."""
        return await self._for(many).change(connection, **values, **_named(many)) if many else 0

    def _for(self, many: Sequence[Any]) -> Prepared:
        length = len(many)
        if length not in self._by_length:
            names = [bindparam(f"of_many_{at}", type_=self._column.type) for at in range(length)]
            self._by_length[length] = Prepared(self._build(self._column.in_(names)))
        return self._by_length[length]


def _named(many: Sequence[Any]) -> dict[str, Any]:
    return {f"of_many_{at}": value for at, value in enumerate(many)}


async def commit(connection: AsyncConnection) -> None:
    """Also of a transaction that SQLAlchemy knows nothing of, since prepared statements have begun it."""
    if connection.in_transaction():
        await connection.commit()
    else:
        await _hand_over(connection, "COMMIT", (), lambda driver: driver.commit())


def prepared_insert(table: Table, *without: str, **fixed: Any) -> Prepared:
    """One row: ``fixed`` is part of the statement, and each other column but ``without`` named by its own name."""
    named: dict[str, Any] = {column.name: bindparam(column.name) for column in table.c if column.name not in without}
    return Prepared(insert(table).values(named | fixed))


class _Wording:
    """SQL of one dialect, with what turns values into the driver's and back."""

    def __init__(self, statement: ClauseElement, dialect: Dialect) -> None:
        compiled = cast("SQLCompiler", statement.compile(dialect=dialect))
        self.sql: Final = str(compiled)
        self._parameters = [_parameter(compiled, name, dialect) for name in compiled.positiontup or ()]
        self._names = len({name for name, _, _ in self._parameters if name is not None})
        columns = list(getattr(statement, "selected_columns", ()))
        self._row: Any = namedtuple("Row", [column.key for column in columns])  # type: ignore[misc]  # noqa: PYI024 - its fields are known when it runs
        converts = [column.type.dialect_impl(dialect).result_processor(dialect, None) for column in columns]
        self._converted = [(at, convert) for at, convert in enumerate(converts) if convert is not None]

    def arguments(self, values: dict[str, Any]) -> tuple[Any, ...]:
        """Raises KeyError when a value is missing, TypeError when there is one that would come nowhere."""
        if len(values) > self._names:
            raise TypeError(f"more values than names: {sorted(values)}")
        return tuple(
            [
                fixed if name is None else values[name] if convert is None else convert(values[name])
                for name, convert, fixed in self._parameters
            ]
        )

    def rows(self, found: Sequence[Sequence[Any]]) -> list[Any]:
        return [self._record(row) for row in found]

    def _record(self, row: Sequence[Any]) -> Any:
        cells = list(row)
        for at, convert in self._converted:
            cells[at] = convert(cells[at])
        return self._row._make(cells)


def _parameter(compiled: SQLCompiler, name: str, dialect: Dialect) -> tuple[str | None, Convert, Any]:
    """Its name, or None and its value where that is part of the statement; and what makes it the driver's."""
    bound = compiled.binds[name]
    convert = bound.type.dialect_impl(dialect).bind_processor(dialect)
    if bound.required:
        return name, convert, None
    return None, None, bound.effective_value if convert is None else convert(bound.effective_value)


async def _run(
    connection: AsyncConnection, wording: _Wording, values: dict[str, Any], *, fetch: bool
) -> tuple[int, Sequence[Sequence[Any]]]:
    """How many rows it was for, and the rows found."""
    arguments = wording.arguments(values)
    run = _run_in_place if connection.dialect.name == "sqlite" else _run_on_server
    return await _hand_over(
        connection, wording.sql, arguments, lambda driver: run(driver, wording.sql, arguments, fetch=fetch)
    )


async def _hand_over(
    connection: AsyncConnection, sql: str, arguments: Sequence[Any], run: Callable[[Any], Awaitable[T]]
) -> T:
    """``run`` is given the driver's own connection."""
    sync = cast("Connection", connection.sync_connection)
    # Whoever listens to the engine's statements hears of these too.
    sync.dispatch.before_cursor_execute(sync, None, sql, arguments, None, isinstance(arguments, list))
    try:
        return await run(sync.connection.driver_connection)
    except Exception as error:
        raised = await _judged(connection, error, sql)
        raise raised from error
    except BaseException:
        # Cancelled in the middle: what the server is going to say belongs to nobody.
        await connection.invalidate()
        raise


async def _run_on_server(
    driver: Any, sql: str, arguments: tuple[Any, ...], *, fetch: bool
) -> tuple[int, Sequence[Sequence[Any]]]:
    cursor = driver.cursor()
    await cursor.execute(sql, arguments)
    return cursor.rowcount, await cursor.fetchall() if fetch else ()


async def _run_in_place(
    driver: SqliteConnection, sql: str, arguments: tuple[Any, ...], *, fetch: bool
) -> tuple[int, Sequence[Sequence[Any]]]:
    cursor = driver.in_place().execute(sql, arguments)
    return cursor.rowcount, cursor.fetchall() if fetch else ()


async def _run_all(driver: Any, sql: str, many: list[tuple[Any, ...]]) -> None:
    if isinstance(driver, SqliteConnection):
        driver.in_place().executemany(sql, many)
    else:
        await driver.cursor().executemany(sql, many)


async def _judged(connection: AsyncConnection, error: Exception, sql: str) -> Exception:
    """The error as SQLAlchemy tells it; a connection that cannot be used any more is given up."""
    dialect = connection.dialect
    driver: Any = dialect.loaded_dbapi
    if isinstance(error, AttributeError) and dialect.name == "mysql":
        # asyncmy's, when its connection was closed under it.
        error = driver.InternalError("the connection is gone")
    if not isinstance(error, driver.Error):
        return error
    is_gone = dialect.is_disconnect(error, None, None) or isinstance(error, getattr(driver, "InternalError", ()))
    if is_gone:
        # A stream out of step, which asyncmy reports as InternalError, is no better than one that is gone.
        await connection.invalidate(error)
    told = DBAPIError.instance(
        sql, None, error, driver.Error, hide_parameters=True, connection_invalidated=is_gone, dialect=dialect
    )
    return cast("DBAPIError", told)
