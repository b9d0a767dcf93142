"""What the queues have in common: claims with a token, given back and written under it."""

from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import Table, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from adapters.outbound.database.dialect import database_time
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


async def claim_all(
    connection: AsyncConnection, table: Table, ids: list[UUID], *, lease: timedelta, values: dict[str, Any]
) -> set[UUID]:
    """
    Claim those of the rows that can be claimed still, changing ``values`` with it; gives their ids.

    One statement for all of them: whoever else wants the same rows waits for us, then gets none of them.
    """
    mark = uuid4().hex
    await connection.execute(
        update(table)
        .where(table.c.id.in_(ids), table.c.claimable_at <= database_time())
        .values(
            values
            | {
                "claimable_at": database_time(lease),
                "lease_owner": mark,
                "lease_token": table.c.lease_token + 1,
            }
        )
    )
    mine = select(table.c.id).where(table.c.id.in_(ids), table.c.lease_owner == mark)
    return set((await connection.execute(mine)).scalars())


def given_back(table: Table, *, after: timedelta | None = None) -> dict[str, Any]:
    """Values that give a claim back; the token moves on, so that the former holder can write no more."""
    return {"claimable_at": database_time(after), "lease_owner": None, "lease_token": table.c.lease_token + 1}


ENDED: dict[str, Any] = {"claimable_at": None, "lease_owner": None}
"""Values that take a row out of its queue for good."""
