"""Take waiting events up, a batch at a time."""

from collections.abc import Sequence
from datetime import timedelta

from application.events.interpret_event import InterpretEvent
from domain.event import ClaimedEvent
from ports.storage import Storage, UnitOfWork


class DrainEvents:
    """Events are taken up oldest first; none waits for a model call, because none is made here."""

    def __init__(self, *, storage: Storage, interpret: InterpretEvent, lease: timedelta, batch: int = 50) -> None:
        self._storage = storage
        self._interpret = interpret
        self._lease = lease
        self._batch = batch

    async def execute(self) -> int:
        """Returns how many were taken up. Raises StorageUnavailableError."""
        claimed = await self._storage.run(self._claim)
        for event in claimed:
            await self._interpret.execute(event)
        return len(claimed)

    async def _claim(self, uow: UnitOfWork) -> Sequence[ClaimedEvent]:
        return await uow.events.claim(limit=self._batch, lease=self._lease)
