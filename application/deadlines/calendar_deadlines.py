"""The deadlines that belong in the owner's calendar."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Final

from domain.stored_deadline import StoredDeadline
from ports.clock import Clock
from ports.storage import Storage

KEPT: Final = timedelta(days=31)
"""How long one stays in the calendar after it has passed."""
MOST: Final = 2_000


class CalendarDeadlines:
    def __init__(self, *, storage: Storage, clock: Clock) -> None:
        self._storage = storage
        self._clock = clock

    async def execute(self) -> Sequence[StoredDeadline]:
        """Live ones, earliest first. Raises StorageUnavailableError."""
        since = self._clock.now() - KEPT
        return await self._storage.read(lambda uow: uow.deadlines.since(since, limit=MOST))
