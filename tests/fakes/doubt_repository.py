"""Doubts in memory."""

from collections.abc import Callable, Collection
from dataclasses import replace
from datetime import datetime, timedelta

from domain.deadline_doubt import ClaimedDoubt, DoubtState
from domain.errors import LeaseLostError
from domain.identifiers import MessageId
from tests.fakes.tables import DoubtRow, Tables


class FakeDoubtRepository:
    """``now`` is the database's clock."""

    def __init__(self, tables: Tables, *, now: Callable[[], datetime]) -> None:
        self._tables = tables
        self._now = now

    async def add(self, message_id: MessageId, *, at: datetime) -> None:
        del at
        self._tables.doubts.setdefault(message_id, DoubtRow(due_at=self._now()))

    async def claim(self, *, lease: timedelta) -> ClaimedDoubt | None:
        free = [(row.due_at, id_) for id_, row in self._tables.doubts.items() if row.waits and row.is_free(self._now())]
        if not free:
            return None
        _, id_ = min(free)
        row = self._tables.doubts[id_]
        taken = replace(row, token=row.token + 1, due_at=self._now() + lease, lease_until=self._now() + lease)
        self._tables.doubts[id_] = taken
        return ClaimedDoubt(message_id=id_, state=taken.state, tries=taken.tries, lease_token=taken.token)

    async def fund(self, claimed: ClaimedDoubt) -> None:
        self._tables.doubts[claimed.message_id] = replace(self._fenced(claimed), state=DoubtState.FUNDED)

    async def postpone(self, claimed: ClaimedDoubt, *, after: timedelta, reason: str) -> None:
        row = self._fenced(claimed)
        again = replace(row.given_back(self._now() + after), tries=row.tries + 1, reason=reason)
        self._tables.doubts[claimed.message_id] = again

    async def finish(self, claimed: ClaimedDoubt, state: DoubtState, *, reason: str | None = None) -> None:
        self._tables.doubts[claimed.message_id] = replace(self._fenced(claimed), state=state, reason=reason)

    async def forget(self, message_ids: Collection[MessageId]) -> None:
        for id_ in message_ids:
            if id_ in self._tables.doubts and self._tables.doubts[id_].state is not DoubtState.FUNDED:
                del self._tables.doubts[id_]

    def _fenced(self, claimed: ClaimedDoubt) -> DoubtRow:
        row = self._tables.doubts.get(claimed.message_id)
        if row is None or row.token != claimed.lease_token or not row.waits:
            raise LeaseLostError("doubt", claimed.message_id)
        return row
