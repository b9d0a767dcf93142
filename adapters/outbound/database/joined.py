"""Statements that differ in their values alone, said as one: a server parses, plans and describes that once."""

import re
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain, groupby
from operator import itemgetter
from typing import Final

from adapters.outbound.database.asked import Asked, Found, Words
from adapters.outbound.database.joined_updates import join_updates

_Likeness = tuple[str, bool]
"""Words, and whether they are heard of."""
_SELECT: Final = "SELECT "
_DELETE: Final = "DELETE "
_UPDATE: Final = "UPDATE "
_INSERT: Final = re.compile(r"(INSERT INTO .+? VALUES )(\(.+\))", re.DOTALL)
_INSERT_OR_CHANGE: Final = re.compile(r"(INSERT INTO .+? VALUES \(.+\))( ON DUPLICATE KEY UPDATE .+)", re.DOTALL)
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

    What most of them have to say next is said first. Reads of the same words become a union whose rows begin with the
    number of their part, and lock what they would each; inserts become one of many rows. What changes rows otherwise
    is said by each for themselves, or nobody knew how many it was for, unless nobody asks.
    """
    by_next: dict[_Likeness, list[deque[Asked]]] = {}
    moved = [deque(work) for work in works]
    joined: list[Joined] = []
    while True:
        for queue in moved:
            if queue:
                by_next.setdefault(_likeness(queue[0]), []).append(queue)
        if not by_next:
            return joined
        likeness = max(by_next, key=lambda each: len(by_next[each]))
        moved = by_next.pop(likeness)
        same = [each for queue in moved for each in _beginning(queue, likeness)]
        joined += _joined(same) if same[0].is_heard else _joined_unheard(same)


def _likeness(asked: Asked) -> _Likeness:
    return asked.words[0], asked.is_heard


def _beginning(queue: deque[Asked], likeness: _Likeness) -> Iterator[Asked]:
    """Taken from it: all that begin it alike where nobody hears of them, or one."""
    while queue and _likeness(queue[0]) == likeness:
        yield queue.popleft()
        if likeness[1]:
            return


def join_unheard(statements: Sequence[Words]) -> list[Words]:
    """
    The same in their order, where nobody asks what came of them: of those that follow one another.

    Updates are joined too, and what is deleted is not deleted again.
    """
    if len(statements) == 1:
        return list(statements)
    return list(chain.from_iterable(_unheard(sql, list(same)) for sql, same in groupby(statements, itemgetter(0))))


def _unheard(sql: str, same: list[Words]) -> Iterable[Words]:
    if len(same) == 1:
        return same
    if sql.startswith(_DELETE):
        return dict.fromkeys(same)
    if sql.startswith(_UPDATE):
        return join_updates(sql, [values for _, values in same])
    if _is_insert(sql):
        return [(_of_many_rows(sql, len(same)), _values(same))]
    return _counted(sql, same)


def _counted(sql: str, same: list[Words]) -> Iterable[Words]:
    """Inserts that change the row which is there already, all of them in the same way."""
    found = _INSERT_OR_CHANGE.fullmatch(sql)
    inserted = 0 if found is None else found[1].count("%s")
    if found is None or len({values[inserted:] for _, values in same}) > 1:
        return same
    rows = [(sql, values[:inserted]) for _, values in same]
    return [(f"{_of_many_rows(found[1], len(same))}{found[2]}", _values(rows) + same[0][1][inserted:])]


def _joined_unheard(same: list[Asked]) -> Iterator[Joined]:
    for words in _unheard(same[0].words[0], [each.words for each in same]):
        yield Joined(words, [same])


def _joined(same: Sequence[Asked]) -> Iterator[Joined]:
    sql = same[0].words[0]
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


@lru_cache(maxsize=128)
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


@lru_cache(maxsize=128)
def _of_many_rows(sql: str, rows: int) -> str:
    beginning, row = _INSERT.fullmatch(sql).groups()  # type: ignore[union-attr]  # asked before
    return f"{beginning}{', '.join([row] * rows)}"
