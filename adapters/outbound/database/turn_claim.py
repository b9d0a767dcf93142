"""Taking turns up: each by one worker at a time, one in each conversation at a time."""

from datetime import timedelta
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Integer, Row, Select, and_, bindparam, exists, not_, or_, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncConnection

from adapters.outbound.database.dialect import database_time, database_time_after, microseconds
from adapters.outbound.database.failures import is_duplicate_key
from adapters.outbound.database.prepared import Prepared
from adapters.outbound.database.schema import turns
from adapters.outbound.database.turn_row import turn_of
from domain.turn import ClaimedTurn, Lease

_ROUNDS: Final = 3
"""How often to look again when others took all that was seen."""


def _candidates() -> Select[Any]:
    """
    The longest waiting of those whose conversation is theirs already, or nobody's and they are first in its line.

    Read without locks: what is seen here is tested again by each claim.
    """
    active, earlier = turns.alias("active"), turns.alias("earlier")
    is_busy = exists().where(active.c.active_conversation_id == turns.c.conversation_id)
    is_behind = exists().where(
        earlier.c.open_conversation_id == turns.c.conversation_id,
        earlier.c.active_conversation_id.is_(None),
        or_(
            earlier.c.claimable_at < turns.c.claimable_at,
            and_(earlier.c.claimable_at == turns.c.claimable_at, earlier.c.id < turns.c.id),
        ),
    )
    return (
        select(turns.c.id, turns.c.lease_token)
        .where(
            turns.c.claimable_at <= database_time(),
            or_(turns.c.active_conversation_id.is_not(None), and_(not_(is_busy), not_(is_behind))),
        )
        .order_by(turns.c.claimable_at, turns.c.id)
        .limit(bindparam("limit", type_=Integer()))
    )


_CANDIDATES: Final = Prepared(_candidates())
_CLAIM: Final = Prepared(
    update(turns)
    .where(
        turns.c.id == bindparam("id"),
        turns.c.lease_token == bindparam("token"),
        turns.c.claimable_at <= database_time(),
    )
    .values(
        claimable_at=database_time_after("lease"),
        lease_owner=bindparam("owner"),
        lease_token=turns.c.lease_token + 1,
        active_conversation_id=turns.c.conversation_id,
    )
)
_CLAIMED: Final = Prepared(select(turns).where(turns.c.id == bindparam("id")))


async def claim_turns(connection: AsyncConnection, *, owner: str, lease: timedelta, limit: int) -> list[ClaimedTurn]:
    for _ in range(_ROUNDS):
        seen = await _CANDIDATES.all(connection, limit=limit)
        mine = [row.id for row in seen if await _claim(connection, row, owner=owner, lease=lease)]
        if mine or not seen:
            return [await _taken(connection, id_, owner) for id_ in mine]
    return []


async def _claim(connection: AsyncConnection, seen: Row[Any], *, owner: str, lease: timedelta) -> bool:
    wanted = {"id": seen.id, "token": seen.lease_token}
    try:
        return await _CLAIM.change(connection, **wanted, owner=owner, lease=microseconds(lease)) == 1
    except IntegrityError as error:
        # Another turn of the conversation was claimed meanwhile. The statement alone is undone: both engines leave
        # the transaction as it was.
        if is_duplicate_key(error):
            return False
        raise


async def _taken(connection: AsyncConnection, id_: UUID, owner: str) -> ClaimedTurn:
    """Read again now that the row is ours: a holder whose lease had lapsed may have written until then."""
    row: Any = await _CLAIMED.first(connection, id=id_)
    return ClaimedTurn(turn=turn_of(row), lease=Lease(owner=owner, token=row.lease_token))
