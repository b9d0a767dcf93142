"""Show what VK delivered."""

from collections.abc import Sequence

from domain.event import EventState, StoredEvent
from ports.storage import Storage


class ListEvents:
    """What an event said is not shown: it may be private."""

    def __init__(self, *, storage: Storage) -> None:
        self._storage = storage

    async def execute(self, *, state: EventState | None, limit: int) -> Sequence[StoredEvent]:
        """Latest first; those of one state, or all."""
        return await self._storage.read(lambda uow: uow.events.latest(state=state, limit=limit))
