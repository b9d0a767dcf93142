"""
Finding what does not fit together in two tables, with one statement over whole tables.

What is wanted or allowed and what is there are put under each other by their common key and counted: keys whose counts
do not fit are what is off. The rows are sorted once, however many there are, and no index is needed.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Integer, Select, func, literal, select, union_all
from sqlalchemy.ext.asyncio import AsyncConnection

from domain.audit import Discrepancy, Flaw

Rows = Select[tuple[str, int, int, int]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Pairing:
    """``missing`` is wanted and not there; ``unexpected`` is there more often than wanted and allowed."""

    rows: Sequence[Rows]
    missing: Flaw
    unexpected: Flaw

    async def flaws(self, connection: AsyncConnection, *, limit: int) -> list[Discrepancy]:
        """At most ``limit`` of each of the two, by their keys."""
        every = union_all(*self.rows).subquery("every_row")
        wanted, allowed, there = (func.sum(column) for column in (every.c.wanted, every.c.allowed, every.c.there))
        counted = select(every.c.pair_key, there, wanted).group_by(every.c.pair_key).order_by(every.c.pair_key)
        found: list[Discrepancy] = []
        for flaw, is_so in ((self.missing, there < wanted), (self.unexpected, there > wanted + allowed)):
            found += [
                Discrepancy(flaw=flaw, id=_text(key), says=f"found {int(seen)}, wanted {int(due)}")
                for key, seen, due in await connection.execute(counted.having(is_so).limit(limit))
            ]
        return found


def wanted(key: ColumnElement[str], *conditions: ColumnElement[bool]) -> Rows:
    """There has to be one of each of these keys."""
    return _rows(key, conditions, wanted=1)


def allowed(key: ColumnElement[str], *conditions: ColumnElement[bool]) -> Rows:
    """There may be one."""
    return _rows(key, conditions, allowed=1)


def there(key: ColumnElement[str], *conditions: ColumnElement[bool]) -> Rows:
    """There is one."""
    return _rows(key, conditions, there=1)


def uuid_text(column: ColumnElement[object]) -> ColumnElement[str]:
    """The usual form of an id, as it stands in keys: servers have no function in common for that."""
    digits = func.lower(func.hex(column))
    first, *rest = (
        func.substr(digits, start, length) for start, length in ((1, 8), (9, 4), (13, 4), (17, 4), (21, 12))
    )
    text: ColumnElement[str] = first
    for part in rest:
        text = text.concat("-").concat(part)
    return text


def _rows(
    key: ColumnElement[str],
    conditions: Sequence[ColumnElement[bool]],
    *,
    wanted: int = 0,
    allowed: int = 0,
    there: int = 0,
) -> Rows:
    counts = (
        literal(count, Integer, literal_execute=True).label(name)
        for name, count in (("wanted", wanted), ("allowed", allowed), ("there", there))
    )
    return select(key.label("pair_key"), *counts).where(*conditions)


def _text(key: str | bytes) -> str:
    # MySQL gives bytes where text and the bytes of a key are put together.
    return key.decode() if isinstance(key, bytes) else key
