"""Doubts in SQL."""

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncConnection

from adapters.outbound.database.dialect import database_time, insert_unless_known
from adapters.outbound.database.lease import ENDED, ClaimOfAll, given_back, write_under_lease
from adapters.outbound.database.schema import doubts
from domain.deadline_doubt import ClaimedDoubt, DoubtState
from domain.identifiers import MessageId

_CLAIM: Final = ClaimOfAll(doubts, {})
_LOOKED_AT = 10
"""How many waiting ones are looked at: another process may be quicker with the first."""


class SqlDoubtRepository:
    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def add(self, message_id: MessageId, *, at: datetime) -> None:
        values = {"id": message_id, "created_at": at, "state": DoubtState.WAITING.value, "tries": 0}
        queue = {"claimable_at": database_time(), "lease_owner": None, "lease_token": 0}
        fresh = insert_unless_known(doubts, self._connection.dialect.name)
        await self._connection.execute(fresh.values(values | queue))

    async def claim(self, *, lease: timedelta) -> ClaimedDoubt | None:
        due = select(doubts.c.id).where(doubts.c.claimable_at <= database_time())
        first = due.order_by(doubts.c.claimable_at, doubts.c.id).limit(_LOOKED_AT)
        for id_ in list((await self._connection.execute(first)).scalars()):
            mine = await _CLAIM.run(self._connection, [id_], lease=lease)
            if row := mine.get(id_):
                return ClaimedDoubt(
                    message_id=row.id, state=DoubtState(row.state), tries=row.tries, lease_token=row.lease_token
                )
        return None

    async def fund(self, claimed: ClaimedDoubt) -> None:
        await self._write(claimed, {"state": DoubtState.FUNDED.value})

    async def postpone(self, claimed: ClaimedDoubt, *, after: timedelta, reason: str) -> None:
        waiting = given_back(doubts, after=after)
        await self._write(claimed, waiting | {"tries": doubts.c.tries + 1, "reason": reason})

    async def finish(self, claimed: ClaimedDoubt, state: DoubtState, *, reason: str | None = None) -> None:
        await self._write(claimed, ENDED | {"state": state.value, "reason": reason})

    async def forget(self, message_ids: Collection[MessageId]) -> None:
        theirs = delete(doubts).where(doubts.c.id.in_(message_ids), doubts.c.state != DoubtState.FUNDED.value)
        await self._connection.execute(theirs)

    async def _write(self, claimed: ClaimedDoubt, values: dict[str, Any]) -> None:
        token = claimed.lease_token
        await write_under_lease(
            self._connection, doubts, claimed.message_id, lease_token=token, values=values, what="doubt"
        )
