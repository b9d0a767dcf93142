"""Statements of the hot path: worded once, then handed to the driver as they are."""

from collections import namedtuple
from collections.abc import Callable, Sequence
from typing import Any, Final, cast

from sqlalchemy import ClauseElement, Column, ColumnElement, Dialect, Table, bindparam, insert
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlalchemy.sql.compiler import SQLCompiler

from adapters.outbound.database.driver_run import put_off, run, run_many

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
        _, found = await run(connection, (wording.sql, wording.arguments(values)), fetch=True)
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
        wording = self._for(connection)
        changed, _ = await run(connection, (wording.sql, wording.arguments(values)), fetch=False)
        return changed

    async def change_later(self, connection: AsyncConnection, /, **values: Any) -> None:
        """
        The same together with the next statement of the transaction, or with its commit: a server is spared a trip.

        For what cannot be refused, and of which nobody asks how many rows it was for: whatever trouble there is, is
        told by the statement it went with.
        """
        wording = self._for(connection)
        words = (wording.sql, wording.arguments(values))
        if connection.dialect.name == "sqlite":
            await run(connection, words, fetch=False)
        else:
            put_off(connection, words)

    async def change_all(self, connection: AsyncConnection, rows: Sequence[dict[str, Any]]) -> None:
        """
        Once for each of the rows, in their order.

        MySQL's driver joins the rows of an insert whose every value is named (asyncmy's ``executemany``).
        """
        wording = self._for(connection)
        many = [wording.arguments(row) for row in rows]
        await run_many(connection, wording.sql, many)

    def _for(self, connection: AsyncConnection) -> "_Wording":
        dialect = connection.dialect
        wording = self._wordings.get(dialect.name)
        if wording is None:
            wording = self._wordings[dialect.name] = _Wording(self._statement, dialect)
        return wording


class PreparedForMany:
    """
    The same for a list of values that a column is compared to: ``build`` makes a statement of the condition.

    One is kept for each length of a list, of which there are a few: a list is filled up with its last value.
    """

    def __init__(self, column: Column[Any], build: Callable[[ColumnElement[bool]], ClauseElement]) -> None:
        self._column = column
        self._build = build
        self._by_length: dict[int, Prepared] = {}

    async def all(self, connection: AsyncConnection, many: Sequence[Any], /, **values: Any) -> list[Any]:
        """Nothing is asked for an empty list."""
        if not many:
            return []
        full = _filled_up(many)
        return await self._for(full).all(connection, **values, **_named(full))

    async def change(self, connection: AsyncConnection, many: Sequence[Any], /, **values: Any) -> int:
        """Nothing is asked for an empty list."""
        if not many:
            return 0
        full = _filled_up(many)
        return await self._for(full).change(connection, **values, **_named(full))

    async def change_later(self, connection: AsyncConnection, many: Sequence[Any], /, **values: Any) -> None:
        """As ``Prepared.change_later``."""
        if many:
            full = _filled_up(many)
            await self._for(full).change_later(connection, **values, **_named(full))

    def _for(self, many: Sequence[Any]) -> Prepared:
        length = len(many)
        if length not in self._by_length:
            names = [bindparam(f"of_many_{at}", type_=self._column.type) for at in range(length)]
            self._by_length[length] = Prepared(self._build(self._column.in_(names)))
        return self._by_length[length]


def _filled_up(many: Sequence[Any]) -> Sequence[Any]:
    """To a power of two. To compile a statement takes a millisecond, and a list may have any of a thousand lengths."""
    length = 1 << (len(many) - 1).bit_length()
    return [*many, *[many[-1]] * (length - len(many))]


def _named(many: Sequence[Any]) -> dict[str, Any]:
    return {f"of_many_{at}": value for at, value in enumerate(many)}


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
