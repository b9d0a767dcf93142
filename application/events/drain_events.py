"""Take waiting events up, a batch at a time."""

import asyncio
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from itertools import groupby
from typing import Final

from application.events.interpret_event import InterpretEvent
from domain.event import ClaimedEvent
from domain.occurrence import is_apart, place_of
from ports.event_inbox import EventInbox
from ports.event_reader import EventReader
from ports.storage import Storage, UnitOfWork

LANES: Final = 4
"""How many places are looked at together where each takes a connection to the database while it is."""
LONGEST_WAIT: Final = 0.03
"""Seconds that an event waits at most until no more are coming in."""
LONGEST_SHARED_WAIT: Final = 0.1
"""The same where more places are looked at together: they would leave little for what is coming in."""


@dataclass(frozen=True, slots=True)
class _Placed:
    event: ClaimedEvent
    place: str | None
    is_apart: bool


@dataclass(frozen=True, slots=True)
class _Room:
    places: asyncio.Semaphore
    longest_wait: float


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
        for lanes in self._apart([self._placed(event) for event in claimed]):
            # Where they share their transactions, each costs less the more there are.
            most = self._storage.most_among
            own = _Room(asyncio.Semaphore(LANES), LONGEST_WAIT)
            shared = _Room(asyncio.Semaphore(most), LONGEST_SHARED_WAIT) if most > LANES else own
            async with asyncio.TaskGroup() as group:
                for lane in lanes:
                    group.create_task(self._understand(lane, own=own, shared=shared))
        return len(claimed)

    async def _understand(self, lane: Sequence[_Placed], *, own: _Room, shared: _Room) -> None:
        for each in lane:
            room = shared if each.is_apart else own
            async with room.places:
                await self._inbox.lull(most=room.longest_wait)
                await self._interpret.execute(each.event)

    def _apart(self, placed: Sequence[_Placed]) -> Iterator[list[list[_Placed]]]:
        """Groups that follow one another, each of lanes that do not touch one another."""
        for is_somewhere, run in groupby(placed, key=lambda each: each.place is not None):
            if not is_somewhere:
                yield from ([[each]] for each in run)
                continue
            lanes: dict[str | None, list[_Placed]] = {}
            for each in run:
                lanes.setdefault(each.place, []).append(each)
            yield list(lanes.values())

    def _placed(self, claimed: ClaimedEvent) -> _Placed:
        try:
            occurrence = self._reader.read(claimed.event)
            return _Placed(claimed, place_of(occurrence), is_apart(occurrence))
        except Exception:  # noqa: BLE001 - whatever is wrong with it is found again, and told, when it is interpreted
            return _Placed(claimed, f"event:{claimed.event.id}", is_apart=False)

    async def _claim(self, uow: UnitOfWork) -> Sequence[ClaimedEvent]:
        return await uow.events.claim(limit=self._batch, lease=self._lease)
