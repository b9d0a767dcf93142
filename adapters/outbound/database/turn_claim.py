"""Taking turns up: each by one worker at a time, one in each conversation at a time."""

from datetime import timedelta
from typing import Any, Final

from sqlalchemy import Integer, Row, Select, and_, bindparam, exists, not_, or_, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncConnection

from adapters.outbound.database.dialect import database_time, database_time_after, microseconds
from adapters.outbound.database.failures import is_duplicate_key
from adapters.outbound.database.prepared import Prepared, PreparedForMany
from adapters.outbound.database.schema import turns
from adapters.outbound.database.turn_row import turn_of
from domain.turn import ClaimedTurn, Lease

_ROUNDS: Final = 3
"""How often to look again when others took all that was seen."""


def _candidates() -> Select[Any]:
    """
    The longest waiting of those whose conversation is theirs already, or nobody's and they are first in its line.

    Read without locks: what is seen here is tested again when it is locked.
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
_LOCK: Final = PreparedForMany(
    turns.c.id,
    lambda are_they: select(turns).where(are_they, turns.c.claimable_at <= database_time()).with_for_update(),
)
_CLAIM: Final = PreparedForMany(
    turns.c.id,
    lambda are_they: (
        update(turns)
        .where(are_they)
        .values(
            claimable_at=database_time_after("lease"),
            lease_owner=bindparam("owner"),
            lease_token=turns.c.lease_token + 1,
            active_conversation_id=turns.c.conversation_id,
        )
    ),
)


async def claim_turns(connection: AsyncConnection, *, owner: str, lease: timedelta, limit: int) -> list[ClaimedTurn]:
    """Three statements for all of them, unless somebody else wants the same."""
    for _ in range(_ROUNDS):
        seen = [row.id for row in await _CANDIDATES.all(connection, limit=limit)]
        # Locked, they are as they stay: a holder whose lease had lapsed may have written until then.
        ours = {row.id: row for row in await _LOCK.all(connection, seen)}
        waiting = [ours[id_] for id_ in seen if id_ in ours]
        mine = await _claim(connection, waiting, owner=owner, lease=lease)
        if mine or not seen:
            return [_claimed(row, owner) for row in mine]
    return []


async def _claim(connection: AsyncConnection, rows: list[Row[Any]], *, owner: str, lease: timedelta) -> list[Row[Any]]:
    given = {"owner": owner, "lease": microseconds(lease)}
    try:
        await _CLAIM.change(connection, [row.id for row in rows], **given)
    except IntegrityError as error:
        # Another turn of a conversation was claimed meanwhile. The statement alone is undone: both engines leave the
        # transaction as it was.
        if not is_duplicate_key(error):
            raise
        if len(rows) == 1:
            return []
        return [row for each in rows for row in await _claim(connection, [each], owner=owner, lease=lease)]
    return rows


def _claimed(row: Row[Any], owner: str) -> ClaimedTurn:
    return ClaimedTurn(turn=turn_of(row), lease=Lease(owner=owner, token=row.lease_token + 1))
