"""What the queues have in common: claims with a token, given back and written under it."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import ColumnElement, Row, Table, bindparam, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from adapters.outbound.database.dialect import database_time, database_time_after, microseconds
from adapters.outbound.database.prepared import PreparedForMany
from domain.errors import LeaseLostError


async def write_under_lease(
    connection: AsyncConnection, table: Table, id_: UUID, *, lease_token: int, values: dict[str, Any], what: str
) -> None:
    """Change a row that has not ended, if its token is still ours. Raises LeaseLostError."""
    fenced = update(table).where(
        table.c.id == id_, table.c.lease_token == lease_token, table.c.claimable_at.is_not(None)
    )
    if (await connection.execute(fenced.values(values))).rowcount != 1:
        raise LeaseLostError(what, id_)


class ClaimOfAll:
    """
    Claims those of a table's rows that can be claimed still, changing ``values`` with it.

    One statement for all of them: whoever else wants the same rows waits for us, then gets none of them.
    """

    def __init__(self, table: Table, values: Mapping[str, Any]) -> None:
        ours = table.c.lease_owner == bindparam("mark")
        changed = dict(values) | {
            "claimable_at": database_time_after("lease"),
            "lease_owner": bindparam("mark"),
            "lease_token": table.c.lease_token + 1,
        }
        self._claim = PreparedForMany(
            table.c.id, lambda are_they: update(table).where(are_they, _is_free(table)).values(changed)
        )
        self._mine = PreparedForMany(table.c.id, lambda are_they: select(table).where(are_they, ours))

    async def run(self, connection: AsyncConnection, ids: Sequence[UUID], *, lease: timedelta) -> dict[UUID, Row[Any]]:
        """Those that are ours now, as they are now."""
        mark = uuid4().hex
        await self._claim.change_later(connection, ids, mark=mark, lease=microseconds(lease))
        return {row.id: row for row in await self._mine.all(connection, ids, mark=mark)}


def _is_free(table: Table) -> ColumnElement[bool]:
    return table.c.claimable_at <= database_time()


def given_back(table: Table, *, after: timedelta | None = None) -> dict[str, Any]:
    """Values that give a claim back; the token moves on, so that the former holder can write no more."""
    return {"claimable_at": database_time(after), "lease_owner": None, "lease_token": table.c.lease_token + 1}


ENDED: dict[str, Any] = {"claimable_at": None, "lease_owner": None}
"""Values that take a row out of its queue for good."""
