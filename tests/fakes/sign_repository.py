"""Signs from memory."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta

from domain.notification import NotificationState
from domain.signs import Backlog
from domain.turn import Reason, TurnState
from tests.fakes.tables import Tables, TurnRow


class FakeSignRepository:
    """``now`` is the database's clock."""

    def __init__(self, tables: Tables, *, now: Callable[[], datetime]) -> None:
        self._tables = tables
        self._now = now

    async def oldest(self) -> Mapping[Backlog, timedelta]:
        going = [row for row in self._tables.turns.values() if not row.turn.has_ended and not row.is_parked]
        going = [row for row in going if _since(row) <= self._now()]
        since = {
            Backlog.EVENTS: [row.event.received_at for row in self._tables.events.values() if row.is_waiting],
            Backlog.TURNS: [_since(row) for row in going],
            Backlog.DELIVERIES: [
                _since(row) for row in going if row.turn.state is TurnState.WRITTEN and row.turn.channel.is_vk
            ],
            Backlog.NOTIFICATIONS: [
                row.notification.created_at
                for row in self._tables.notifications.values()
                if row.state is NotificationState.PENDING
            ],
        }
        return {name: max(timedelta(), self._now() - min(moments)) for name, moments in since.items() if moments}

    async def latest_ends(self, *, limit: int) -> Sequence[TurnState]:
        turns = sorted((row.turn for row in self._tables.turns.values()), key=lambda turn: (turn.created_at, turn.id))
        ends = [turn.state for turn in turns[::-1] if turn.state in {TurnState.SETTLED, TurnState.FAILED}]
        return ends[:limit]


def _since(row: TurnRow) -> datetime:
    if row.turn.reason == Reason.QUIET_HOURS:
        return row.lease_until or row.due_at
    return row.turn.created_at
