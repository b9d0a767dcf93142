"""
Finding what does not fit together in two tables, with one statement over whole tables.

What is wanted or allowed and what is there are put under each other by their common key and counted: keys whose counts
do not fit are what is off. The rows are sorted once, however many there are, and no index is needed.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from sqlalchemy import ColumnElement, Integer, Label, Select, func, literal, or_, select, union_all
from sqlalchemy.ext.asyncio import AsyncConnection

from domain.audit import Discrepancy, Flaw

Rows = Select[str, int, int, int]
_ID: Final = re.compile("[0-9a-f]{32}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Pairing:
    """``missing`` is wanted and not there; ``unexpected`` is there more often than wanted and allowed."""

    rows: Sequence[Rows]
    missing: Flaw
    unexpected: Flaw

    async def flaws(self, connection: AsyncConnection, *, limit: int) -> list[Discrepancy]:
        """At most ``limit``, by their keys."""
        every = union_all(*self.rows).subquery("every_row")
        wanted, allowed, there = (func.sum(column) for column in (every.c.wanted, every.c.allowed, every.c.there))
        counted = (
            select(every.c.pair_key, there, wanted)
            # To be sorted on disk, rather than looked up there row by row.
            .prefix_with("SQL_BIG_RESULT", dialect="mysql")
            .group_by(every.c.pair_key)
            .having(or_(there < wanted, there > wanted + allowed))
            .order_by(every.c.pair_key)
            .limit(limit)
        )
        return [self._flaw(_text(row[0]), int(row[1]), int(row[2])) for row in await connection.execute(counted)]

    def _flaw(self, key: str, found: int, due: int) -> Discrepancy:
        flaw = self.missing if found < due else self.unexpected
        return Discrepancy(flaw=flaw, id=key, says=f"found {found}, wanted {due}")


def wanted(key: ColumnElement[str], *conditions: ColumnElement[bool]) -> Rows:
    """There has to be one of each of these keys."""
    return _rows(key, conditions, wanted=1)


def allowed(key: ColumnElement[str], *conditions: ColumnElement[bool]) -> Rows:
    """There may be one."""
    return _rows(key, conditions, allowed=1)


def there(key: ColumnElement[str], *conditions: ColumnElement[bool]) -> Rows:
    """There is one."""
    return _rows(key, conditions, there=1)


def digits(id_: ColumnElement[object]) -> ColumnElement[str]:
    """An id as it stands in keys, but without its hyphens: putting them in costs more than all the rest."""
    return func.lower(func.hex(id_))


def bare(key: ColumnElement[str]) -> ColumnElement[str]:
    """A key with an id in it, without hyphens."""
    return func.replace(key, "-", "")


def _rows(
    key: ColumnElement[str],
    conditions: Sequence[ColumnElement[bool]],
    *,
    wanted: int = 0,
    allowed: int = 0,
    there: int = 0,
) -> Rows:
    return select(
        key.label("pair_key"), _count(wanted, "wanted"), _count(allowed, "allowed"), _count(there, "there")
    ).where(*conditions)


def _count(count: int, name: str) -> Label[int]:
    return literal(count, Integer, literal_execute=True).label(name)


def _text(key: str | bytes) -> str:
    # MySQL gives bytes where text and the bytes of a key are put together.
    text = key.decode() if isinstance(key, bytes) else key
    return _ID.sub(lambda found: str(UUID(found[0])), text)
