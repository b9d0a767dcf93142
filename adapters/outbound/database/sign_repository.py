"""Signs in SQL."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from sqlalchemy import Select, case, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from adapters.outbound.database.dialect import database_time
from adapters.outbound.database.event_repository import WAITING
from adapters.outbound.database.notification_row import PENDING
from adapters.outbound.database.schema import events, notifications, turns
from domain.channel import Channel
from domain.signs import Backlog
from domain.turn import Reason, TurnState

_LOOKED_THROUGH: Final = 200
"""Turns among which ends are looked for: a long row of declined ones must not make a look expensive."""
_EVER: Final = datetime(1970, 1, 1, tzinfo=UTC)
"""Before any row: a range, unlike IS NOT NULL, is looked up in the index by all engines."""
_NOW: Final = database_time().label("now")


class SqlSignRepository:
    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def oldest(self) -> Mapping[Backlog, timedelta]:
        found: dict[Backlog, timedelta] = {}
        for query in (_of_events(), _of_turns(), _of_notifications()):
            for row in (await self._connection.execute(query)).mappings():
                now: datetime = row["now"]
                since = {name: moment for name, moment in row.items() if name != "now" and moment is not None}
                found |= {Backlog(name): max(timedelta(), now - moment) for name, moment in since.items()}
        return found

    async def latest_ends(self, *, limit: int) -> Sequence[TurnState]:
        # In two statements: the index alone tells which they are, so no engine thinks of sorting the table.
        latest = select(turns.c.id).order_by(turns.c.created_at.desc(), turns.c.id.desc()).limit(_LOOKED_THROUGH)
        ids = list((await self._connection.execute(latest)).scalars())
        found = await self._connection.execute(select(turns.c.id, turns.c.state).where(turns.c.id.in_(ids)))
        stored = {row.id: TurnState(row.state) for row in found}
        states = [stored[id_] for id_ in ids if id_ in stored]
        return [state for state in states if state in {TurnState.SETTLED, TurnState.FAILED}][:limit]


def _of_events() -> Select[Any]:
    waiting = select(events.c.received_at.label(Backlog.EVENTS), _NOW)
    # Their ids ascend with time, and lie in the index.
    return waiting.where(events.c.state == WAITING).order_by(events.c.id).limit(1)


def _of_turns() -> Select[Any, Any, datetime]:
    """Both backlogs in one pass over the turns that can be claimed, now or later: those that are under way."""
    since = case((turns.c.reason == Reason.QUIET_HOURS.value, turns.c.claimable_at), else_=turns.c.created_at)
    is_going_out = (turns.c.state == TurnState.WRITTEN.value) & (turns.c.channel != Channel.SITE_CHAT.value)
    return select(
        func.min(since).label(Backlog.TURNS), func.min(case((is_going_out, since))).label(Backlog.DELIVERIES), _NOW
    ).where(turns.c.claimable_at >= _EVER, since <= database_time())


def _of_notifications() -> Select[Any]:
    waiting = select(notifications.c.created_at.label(Backlog.NOTIFICATIONS), _NOW)
    return waiting.where(notifications.c.state == PENDING).order_by(notifications.c.position).limit(1)
