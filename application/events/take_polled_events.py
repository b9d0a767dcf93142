"""Take in what the long poll has brought: stored, and only then left behind."""

import asyncio

from application.events.poll_position import PollPosition
from domain.event import Event
from domain.identifiers import EventRowId
from ports.clock import Clock
from ports.event_inbox import EventInbox
from ports.event_source import PolledBatch, PolledEvent
from ports.ids import Ids
from ports.log import Log
from ports.metrics import Metrics
from ports.wakeup import Queue, Wakeup


class TakePolledEvents:
    """
    - All events of the batch are on disk before the position moves: whatever happens between, they come again.
    - One that comes again, or came by callback under the same id, changes nothing.
    - Events of another group are not taken; the position passes them.
    """

    def __init__(
        self,
        *,
        inbox: EventInbox,
        position: PollPosition,
        clock: Clock,
        ids: Ids,
        wakeup: Wakeup,
        metrics: Metrics,
        log: Log,
        group_id: int,
    ) -> None:
        self._inbox = inbox
        self._position = position
        self._clock = clock
        self._ids = ids
        self._wakeup = wakeup
        self._metrics = metrics
        self._log = log
        self._group_id = group_id

    async def execute(self, batch: PolledBatch) -> None:
        """Raises StorageUnavailableError, and LeaseLostError when another process polls by now."""
        ours = [event for event in batch.events if event.group_id == self._group_id]
        if len(ours) < len(batch.events):
            self._log.warning("polled_events_not_ours", how_many=len(batch.events) - len(ours))
        await asyncio.gather(*(self._inbox.store(self._event(event)) for event in ours))
        for _ in ours:
            self._metrics.event_received("polled")
        if ours:
            self._wakeup.signal(Queue.EVENTS)
        await self._position.move(batch.ts)

    def _event(self, polled: PolledEvent) -> Event:
        return Event(
            id=EventRowId(self._ids.new()),
            group_id=polled.group_id,
            event_id=polled.event_id,
            type=polled.type,
            body=polled.body,
            received_at=self._clock.now(),
        )
