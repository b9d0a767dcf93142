"""Stored events in SQL."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any, Final

from sqlalchemy import ColumnElement, Integer, Row, bindparam, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from adapters.outbound.database.dialect import database_time
from adapters.outbound.database.lease import ENDED, ClaimOfAll, given_back, write_under_lease
from adapters.outbound.database.paging import ids_between
from adapters.outbound.database.prepared import Prepared
from adapters.outbound.database.schema import events
from domain.errors import LeaseLostError
from domain.event import BLANK, ClaimedEvent, Event, EventState, StoredEvent
from domain.identifiers import EventRowId

WAITING: Final = "waiting"
_UNDERSTOOD: Final = "understood"
_GIVEN_UP: Final = "given_up"
_STATES: Final = {
    WAITING: EventState.NEW,
    _UNDERSTOOD: EventState.UNDERSTOOD,
    _GIVEN_UP: EventState.FAILED,
}
_COLUMNS_SHOWN: Final = [column for column in events.c if column.name != "body"]
_ROUNDS: Final = 3
"""How often to look again when others took all that was seen."""
_WAITING: Final = Prepared(
    select(events.c.id)
    .where(events.c.claimable_at <= database_time())
    .order_by(events.c.claimable_at, events.c.id)
    .limit(bindparam("limit", type_=Integer()))
)
_CLAIM: Final = ClaimOfAll(events, {"tries": events.c.tries + 1})
_FINISH: Final = Prepared(
    update(events)
    .where(
        events.c.id == bindparam("id"), events.c.lease_token == bindparam("token"), events.c.claimable_at.is_not(None)
    )
    .values(ENDED | {"state": _UNDERSTOOD})
)


class SqlEventRepository:
    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def claim(self, *, limit: int, lease: timedelta) -> Sequence[ClaimedEvent]:
        for _ in range(_ROUNDS):
            seen = [row.id for row in await _WAITING.all(self._connection, limit=limit)]
            mine = await _CLAIM.run(self._connection, seen, lease=lease)
            if mine or not seen:
                return [_claimed(mine[id_]) for id_ in seen if id_ in mine]
        return []

    async def silence(self) -> timedelta | None:
        # Ids ascend with time: the latest is the last in the key, which is read without a sort.
        latest = select(events.c.received_at, database_time().label("now")).order_by(events.c.id.desc()).limit(1)
        row = (await self._connection.execute(latest)).one_or_none()
        return None if row is None else row.now - row.received_at

    async def finish(self, id_: EventRowId, *, lease_token: int) -> None:
        if await _FINISH.change(self._connection, id=id_, token=lease_token) != 1:
            raise LeaseLostError("event", id_)

    async def postpone(self, id_: EventRowId, *, lease_token: int, after: timedelta) -> None:
        await self._write(id_, lease_token, given_back(events, after=after))

    async def give_up(self, id_: EventRowId, *, lease_token: int, reason: str) -> None:
        await self._write(id_, lease_token, ENDED | {"state": _GIVEN_UP, "reason": reason})

    async def blank(self, id_: EventRowId, *, lease_token: int) -> None:
        ours = update(events).where(events.c.id == id_, events.c.lease_token == lease_token)
        if (await self._connection.execute(ours.values(body=BLANK))).rowcount != 1:
            raise LeaseLostError("event", id_)

    async def recorded(self, *, after: EventRowId | None, before: EventRowId, limit: int) -> Sequence[StoredEvent]:
        between = ids_between(select(*_COLUMNS_SHOWN), events.c.id, after, before)
        return [_stored(row) for row in await self._connection.execute(between.limit(limit))]

    async def blank_done(self, ids: Sequence[EventRowId]) -> None:
        done = update(events).where(events.c.id.in_(ids), events.c.state != WAITING)
        await self._connection.execute(done.values(body=BLANK))

    async def replay(self, id_: EventRowId) -> bool:
        return await self._replay(events.c.id == id_, events.c.state.in_([_UNDERSTOOD, _GIVEN_UP])) == 1

    async def replay_failed(self) -> int:
        return await self._replay(events.c.state == _GIVEN_UP)

    async def latest(self, *, state: EventState | None, limit: int) -> Sequence[StoredEvent]:
        wanted = select(*_COLUMNS_SHOWN).order_by(events.c.id.desc()).limit(limit)
        if state is not None:
            wanted = wanted.where(events.c.state.in_([name for name, known in _STATES.items() if known is state]))
        return [_stored(row) for row in await self._connection.execute(wanted)]

    async def _replay(self, *chosen: ColumnElement[bool]) -> int:
        again = given_back(events) | {"state": WAITING, "tries": 0, "reason": None}
        replayed = update(events).where(*chosen, events.c.body != BLANK).values(again)
        return (await self._connection.execute(replayed)).rowcount

    async def _write(self, id_: EventRowId, lease_token: int, values: dict[str, Any]) -> None:
        await write_under_lease(self._connection, events, id_, lease_token=lease_token, values=values, what="event")


def event_of(row: Row[Any]) -> Event:
    return Event(
        id=row.id,
        group_id=row.group_id,
        event_id=row.event_id,
        type=row.type,
        body=row.body,
        received_at=row.received_at,
    )


def _claimed(row: Row[Any]) -> ClaimedEvent:
    return ClaimedEvent(event=event_of(row), lease_token=row.lease_token, tries=row.tries - 1)


def _stored(row: Row[Any]) -> StoredEvent:
    return StoredEvent(
        id=row.id,
        event_id=row.event_id,
        type=row.type,
        received_at=row.received_at,
        state=_STATES[row.state],
        tries=row.tries,
        reason=row.reason,
    )
