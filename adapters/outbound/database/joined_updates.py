"""Updates of one row each, by its key, said as one: a server parses and plans that once for all of them."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain
from typing import Any, Final

from adapters.outbound.database.asked import Words

Values = tuple[Any, ...]
_UPDATE: Final = re.compile(r"UPDATE (\w+) SET (.+) WHERE (.+)", re.DOTALL)
_KEYS: Final = ("id", "`key`")
"""Columns that a row shares with no other."""


@dataclass(frozen=True, slots=True)
class _Shape:
    """The values of ``assignments`` come first, then the key's, then those of the ``rest`` of the condition."""

    table: str
    assignments: tuple[tuple[str, str], ...]
    key: str
    rest: tuple[str, ...]

    @property
    def key_at(self) -> int:
        return sum("%s" in expression for _, expression in self.assignments)


def join_updates(sql: str, many: Sequence[Values]) -> Iterable[Words]:
    """
    As few as can be, each for several of the ``many``; together they do to the rows what those do one after another.

    Only what is sure to be so is joined: plain values, or what adds to a column, set in a row that no other of them
    names. Values of the condition beside the key are the same for all: what is compared to a column stays a literal,
    of which alone it is known how it compares as text.
    """
    shape = _shape(sql)
    if shape is None or len({values[shape.key_at] for values in many}) < len(many):
        return ((sql, values) for values in many)
    by_rest: dict[Values, list[Values]] = {}
    for values in many:
        by_rest.setdefault(values[shape.key_at + 1 :], []).append(values)
    return chain.from_iterable(_joined(sql, shape, rest, same) for rest, same in by_rest.items())


def _joined(sql: str, shape: _Shape, rest: Values, same: Sequence[Values]) -> Iterator[Words]:
    at = shape.key_at
    keys = [values[at] for values in same]
    if len(same) == 1:
        yield from ((sql, values) for values in same)
    elif all(values[:at] == same[0][:at] for values in same):
        yield _to_the_same(shape, len(same)), (*same[0][:at], *keys, *rest)
    elif all(isinstance(key, bytes) for key in keys):
        yield _each_to_its_own(shape, len(same)), (*chain.from_iterable(values[: at + 1] for values in same), *rest)
    else:
        yield from ((sql, values) for values in same)


@lru_cache(maxsize=128)
def _to_the_same(shape: _Shape, rows: int) -> str:
    sets = ", ".join(f"{column}={expression}" for column, expression in shape.assignments)
    conditions = " AND ".join((f"{shape.table}.{shape.key} IN ({_list(rows)})", *shape.rest))
    return f"UPDATE {shape.table} SET {sets} WHERE {conditions}"  # noqa: S608 - words of our own statement, and marks


@lru_cache(maxsize=128)
def _each_to_its_own(shape: _Shape, rows: int) -> str:
    """Joined to a table of the values: MySQL and MariaDB read that row by row, and find each row by its key."""
    names = (f"new.v{at}" for at in range(shape.key_at))
    sets = ", ".join(
        f"{shape.table}.{column}={expression.replace('%s', next(names)) if '%s' in expression else expression}"
        for column, expression in shape.assignments
    )
    named = ", ".join([*(f"%s AS v{at}" for at in range(shape.key_at)), "%s AS k"])
    new = " UNION ALL ".join([f"SELECT {named}", *[f"SELECT {_list(shape.key_at + 1)}"] * (rows - 1)])
    conditions = " AND ".join((f"{shape.table}.{shape.key} = new.k", *shape.rest))
    return f"UPDATE {shape.table} JOIN ({new}) AS new SET {sets} WHERE {conditions}"  # noqa: S608 - the same


def _list(count: int) -> str:
    return ", ".join(["%s"] * count)


@lru_cache(maxsize=256)
def _shape(sql: str) -> _Shape | None:
    """None where it says more than can be joined."""
    if (found := _UPDATE.fullmatch(sql)) is None:
        return None
    table, sets, where = found.groups()
    assignments = tuple(
        (column, expression) for column, _, expression in (each.partition("=") for each in sets.split(", "))
    )
    by_key, *rest = where.split(" AND ")
    key = by_key.removeprefix(f"{table}.").removesuffix(" = %s")
    is_plain = all(_is_plain(table, *each) for each in assignments) and all(_is_simple(table, each) for each in rest)
    return _Shape(table, assignments, key, tuple(rest)) if key in _KEYS and is_plain else None


def _is_plain(table: str, column: str, expression: str) -> bool:
    """Of nothing but its own column, if any: nobody promises in which order those of a join are done."""
    return expression in {"%s", "NULL", "UTC_TIMESTAMP(6)", f"({table}.{column} + %s)"}


def _is_simple(table: str, condition: str) -> bool:
    return re.fullmatch(rf"{table}\.\S+ (!?= %s|IS (NOT )?NULL)", condition) is not None
