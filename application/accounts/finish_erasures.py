"""What was still being written, or failed, while somebody was erased is forgotten too."""

from datetime import timedelta

from application.accounts.forget_person import ForgetPerson
from ports.clock import Clock
from ports.storage import Storage

LATEST = timedelta(hours=1)
"""Turns have ended by then."""


class FinishErasures:
    def __init__(self, *, storage: Storage, clock: Clock, forget: ForgetPerson) -> None:
        self._storage = storage
        self._clock = clock
        self._forget = forget

    async def execute(self) -> None:
        """Raises StorageUnavailableError: it is done again at the next look."""
        since = self._clock.now() - LATEST
        for person in await self._storage.read(lambda uow: uow.people.erased_since(since)):
            await self._forget.finish(person.id)
