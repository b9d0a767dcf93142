"""Statements that differ in their values alone, said as one: a server parses, plans and describes that once."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain, groupby, zip_longest
from operator import itemgetter
from typing import Final

from adapters.outbound.database.asked import Asked, Found, Words

_SELECT: Final = "SELECT "
_DELETE: Final = "DELETE "
_INSERT: Final = re.compile(r"(INSERT INTO .+? VALUES )(\(.+\))", re.DOTALL)
_IN_ORDER: Final = ("SELECT DISTINCT", "ORDER BY", "UNION")
"""What a part of a union must not have: its order would be lost, or its number be at the wrong place."""


@dataclass(frozen=True, slots=True)
class Joined:
    """One statement for all who asked; of those with the same values, each is told the same."""

    words: Words
    parts: Sequence[Sequence[Asked]]

    @property
    def fetch(self) -> bool:
        return self.parts[0][0].fetch

    def tell(self, found: Found) -> None:
        """Give each who asked what was found of theirs."""
        for asked, theirs in zip(self.parts, self._apart(found), strict=True):
            for each in asked:
                each.found = theirs

    def _apart(self, found: Found) -> list[Found]:
        number, rows = found
        if len(self.parts) == 1:
            return [found]
        if not self.fetch:
            return [(number // len(self.parts), ())] * len(self.parts)
        of_each: list[list[Sequence[object]]] = [[] for _ in self.parts]
        for at, *row in rows:
            of_each[at].append(row)
        return [(len(theirs), theirs) for theirs in of_each]


def join(works: Sequence[Sequence[Asked]]) -> list[Joined]:
    """
    What is to be sent for what several works ask at once: each in its order, while they do not depend on one another.

    Reads of the same words become a union whose rows begin with the number of their part, and lock what they would
    each; inserts become one of many rows. What changes rows otherwise is said by each for themselves, or nobody knew
    how many it was for.
    """
    joined: list[Joined] = []
    for steps in zip_longest(*works):
        by_sql: dict[str, list[Asked]] = {}
        for each in steps:
            if each is not None:
                by_sql.setdefault(each.words[0], []).append(each)
        for sql, same in by_sql.items():
            joined += _joined(sql, same)
    return joined


def join_unheard(statements: Sequence[Words]) -> list[Words]:
    """
    The same in their order, where nobody asks what came of them.

    Inserts of the same words that follow one another become one; what is deleted is not deleted again.
    """
    if len(statements) == 1:
        return list(statements)
    return list(chain.from_iterable(_unheard(sql, list(same)) for sql, same in groupby(statements, itemgetter(0))))


def _unheard(sql: str, same: list[Words]) -> list[Words]:
    if sql.startswith(_DELETE):
        return list(dict.fromkeys(same))
    return [(_of_many_rows(sql, len(same)), _values(same))] if len(same) > 1 and _is_insert(sql) else same


def _joined(sql: str, same: Sequence[Asked]) -> Iterator[Joined]:
    if sql.startswith(_SELECT):
        parts = _by_values(same)
        words = _union(sql, len(parts)) if len(parts) > 1 else sql
    else:
        parts = [[each] for each in same]
        words = _of_many_rows(sql, len(parts)) if len(parts) > 1 and _is_insert(sql) else None
    if words is None:
        yield from (Joined(part[0].words, [part]) for part in parts)
    else:
        yield Joined((words, _values([part[0].words for part in parts])), parts)


def _by_values(same: Sequence[Asked]) -> list[list[Asked]]:
    parts: dict[tuple[object, ...], list[Asked]] = {}
    for each in same:
        parts.setdefault(each.words[1], []).append(each)
    return list(parts.values())


def _values(statements: Sequence[Words]) -> tuple[object, ...]:
    return tuple(chain.from_iterable(values for _, values in statements))


@lru_cache(maxsize=1024)
def _union(sql: str, parts: int) -> str | None:
    """None where it cannot be one."""
    if any(word in sql for word in _IN_ORDER):
        return None
    rest = sql.removeprefix(_SELECT)
    return " UNION ALL ".join(f"({_SELECT}{at}, {rest})" for at in range(parts))


@lru_cache(maxsize=256)
def _is_insert(sql: str) -> bool:
    """A plain one, of values: where a row is there already, how many it was for says more."""
    return "ON DUPLICATE" not in sql and _INSERT.fullmatch(sql) is not None


@lru_cache(maxsize=1024)
def _of_many_rows(sql: str, rows: int) -> str:
    beginning, row = _INSERT.fullmatch(sql).groups()  # type: ignore[union-attr]  # asked before
    return f"{beginning}{', '.join([row] * rows)}"
