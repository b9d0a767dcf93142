"""Take waiting events up, a batch at a time."""

import asyncio
from collections.abc import Iterator, Sequence
from datetime import timedelta
from itertools import groupby
from typing import Final

from application.events.interpret_event import InterpretEvent
from domain.event import ClaimedEvent
from domain.occurrence import place_of
from ports.event_inbox import EventInbox
from ports.event_reader import EventReader
from ports.storage import Storage, UnitOfWork

LANES: Final = 8
"""How many places are looked at together: each takes a connection to the database while it is."""
LONGEST_WAIT: Final = 0.03
"""Seconds that an event waits at most until no more are coming in."""


class DrainEvents:
    """
    - Events are taken up oldest first; none waits for a model call, because none is made here.
    - Of one place (a thread, a dialog) they are understood in their order, one after another; of several at once.
    - What comes in is stored first: while more is coming, understanding it goes on slowly.
    """

    def __init__(
        self,
        *,
        storage: Storage,
        inbox: EventInbox,
        reader: EventReader,
        interpret: InterpretEvent,
        lease: timedelta,
        batch: int = 50,
    ) -> None:
        self._storage = storage
        self._inbox = inbox
        self._reader = reader
        self._interpret = interpret
        self._lease = lease
        self._batch = batch

    async def execute(self) -> int:
        """Returns how many were taken up. Raises StorageUnavailableError."""
        claimed = await self._storage.run(self._claim)
        for lanes in self._apart(claimed):
            together = asyncio.Semaphore(LANES)
            async with asyncio.TaskGroup() as group:
                for lane in lanes:
                    group.create_task(self._understand(lane, together))
        return len(claimed)

    async def _understand(self, lane: Sequence[ClaimedEvent], together: asyncio.Semaphore) -> None:
        for event in lane:
            async with together:
                await self._inbox.lull(most=LONGEST_WAIT)
                await self._interpret.execute(event)

    def _apart(self, claimed: Sequence[ClaimedEvent]) -> Iterator[list[list[ClaimedEvent]]]:
        """Groups that follow one another, each of lanes that do not touch one another."""
        places = [(self._place(event), event) for event in claimed]
        for is_somewhere, run in groupby(places, key=lambda placed: placed[0] is not None):
            if not is_somewhere:
                yield from ([[event]] for _, event in run)
                continue
            lanes: dict[str | None, list[ClaimedEvent]] = {}
            for place, event in run:
                lanes.setdefault(place, []).append(event)
            yield list(lanes.values())

    def _place(self, claimed: ClaimedEvent) -> str | None:
        try:
            return place_of(self._reader.read(claimed.event))
        except Exception:  # noqa: BLE001 - whatever is wrong with it is found again, and told, when it is interpreted
            return f"event:{claimed.event.id}"

    async def _claim(self, uow: UnitOfWork) -> Sequence[ClaimedEvent]:
        return await uow.events.claim(limit=self._batch, lease=self._lease)
