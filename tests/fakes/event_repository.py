"""Stored events in memory."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from domain.errors import LeaseLostError
from domain.event import BLANK, ClaimedEvent, EventState, StoredEvent
from domain.identifiers import EventRowId
from tests.fakes.tables import EventRow, Tables, ids_between


class FakeEventRepository:
    """``now`` is the database's clock."""

    def __init__(self, tables: Tables, *, now: Callable[[], datetime]) -> None:
        self._tables = tables
        self._now = now

    async def claim(self, *, limit: int, lease: timedelta) -> Sequence[ClaimedEvent]:
        waiting = [row for row in self._tables.events.values() if row.is_waiting and row.is_free(self._now())]
        waiting.sort(key=lambda row: (row.due_at, row.event.id))
        return [self._claim(row, lease) for row in waiting[:limit]]

    async def silence(self) -> timedelta | None:
        latest = max((row.event for row in self._tables.events.values()), key=lambda event: event.id, default=None)
        return None if latest is None else self._now() - latest.received_at

    async def finish(self, id_: EventRowId, *, lease_token: int) -> None:
        row = self._fenced(id_, lease_token)
        self._tables.events[id_] = replace(row, finished=True, lease_until=None)

    async def postpone(self, id_: EventRowId, *, lease_token: int, after: timedelta) -> None:
        row = self._fenced(id_, lease_token)
        self._tables.events[id_] = row.given_back(self._now() + after)

    async def give_up(self, id_: EventRowId, *, lease_token: int, reason: str) -> None:
        row = self._fenced(id_, lease_token)
        self._tables.events[id_] = replace(row, reason=reason, lease_until=None)

    async def blank(self, id_: EventRowId, *, lease_token: int) -> None:
        row = self._tables.events.get(id_)
        if row is None or row.token != lease_token:
            raise LeaseLostError("event", id_)
        self._tables.events[id_] = replace(row, event=replace(row.event, body=BLANK))

    async def recorded(self, *, after: EventRowId | None, before: EventRowId, limit: int) -> Sequence[StoredEvent]:
        return [_stored(self._tables.events[id_]) for id_ in ids_between(self._tables.events, after, before)[:limit]]

    async def blank_done(self, ids: Sequence[EventRowId]) -> None:
        for id_ in ids:
            row = self._tables.events[id_]
            if not row.is_waiting:
                self._tables.events[id_] = replace(row, event=replace(row.event, body=BLANK))

    async def replay(self, id_: EventRowId) -> bool:
        row = self._tables.events.get(id_)
        if row is None or row.is_waiting or row.event.body == BLANK:
            return False
        again = replace(row.given_back(self._now()), claims=0, finished=False, reason=None)
        self._tables.events[id_] = again
        return True

    async def replay_failed(self) -> int:
        failed = [row.event.id for row in self._tables.events.values() if row.state is EventState.FAILED]
        return sum([await self.replay(id_) for id_ in failed])

    async def latest(self, *, state: EventState | None, limit: int) -> Sequence[StoredEvent]:
        rows = [row for row in self._tables.events.values() if state in {None, row.state}]
        rows.sort(key=lambda row: row.event.id, reverse=True)
        return [_stored(row) for row in rows[:limit]]

    def _claim(self, row: EventRow, lease: timedelta) -> ClaimedEvent:
        taken = replace(row, token=row.token + 1, claims=row.claims + 1, lease_until=self._now() + lease)
        self._tables.events[row.event.id] = taken
        return ClaimedEvent(event=row.event, lease_token=taken.token, tries=row.claims)

    def _fenced(self, id_: EventRowId, lease_token: int) -> EventRow:
        row = self._tables.events.get(id_)
        if row is None or row.token != lease_token or not row.is_waiting:
            raise LeaseLostError("event", id_)
        return row


def _stored(row: EventRow) -> StoredEvent:
    return StoredEvent(
        id=row.event.id,
        event_id=row.event.event_id,
        type=row.event.type,
        received_at=row.event.received_at,
        state=row.state,
        tries=row.claims,
        reason=row.reason,
    )
