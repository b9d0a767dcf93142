"""Taking turns up: each by one worker at a time, one in each conversation at a time."""

from datetime import timedelta
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Row, Select, and_, exists, not_, or_, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncConnection

from adapters.outbound.database.dialect import database_time
from adapters.outbound.database.failures import is_duplicate_key
from adapters.outbound.database.schema import turns
from adapters.outbound.database.turn_row import turn_of
from domain.turn import ClaimedTurn, Lease

_ROUNDS: Final = 3
"""How often to look again when others took all that was seen."""


async def claim_turns(connection: AsyncConnection, *, owner: str, lease: timedelta, limit: int) -> list[ClaimedTurn]:
    for _ in range(_ROUNDS):
        seen = list(await connection.execute(_candidates(limit)))
        mine = [row.id for row in seen if await _claim(connection, row, owner=owner, lease=lease)]
        if mine or not seen:
            return await _taken(connection, mine, owner)
    return []


def _candidates(limit: int) -> Select[Any]:
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
        .limit(limit)
    )


async def _claim(connection: AsyncConnection, seen: Row[Any], *, owner: str, lease: timedelta) -> bool:
    claim = (
        update(turns)
        .where(
            turns.c.id == seen.id,
            turns.c.lease_token == seen.lease_token,
            turns.c.claimable_at <= database_time(),
        )
        .values(
            claimable_at=database_time(lease),
            lease_owner=owner,
            lease_token=turns.c.lease_token + 1,
            active_conversation_id=turns.c.conversation_id,
        )
    )
    try:
        return (await connection.execute(claim)).rowcount == 1
    except IntegrityError as error:
        # Another turn of the conversation was claimed meanwhile. The statement alone is undone: both engines leave
        # the transaction as it was.
        if is_duplicate_key(error):
            return False
        raise


async def _taken(connection: AsyncConnection, ids: list[UUID], owner: str) -> list[ClaimedTurn]:
    """Read again now that the rows are ours: a holder whose lease had lapsed may have written until then."""
    if not ids:
        return []
    rows = {row.id: row for row in await connection.execute(select(turns).where(turns.c.id.in_(ids)))}
    return [ClaimedTurn(turn=turn_of(rows[id_]), lease=Lease(owner=owner, token=rows[id_].lease_token)) for id_ in ids]
