"""The inbox of VK's events in memory."""

from domain.errors import StorageUnavailableError
from domain.event import Event
from tests.fakes.storage import FakeStorage
from tests.fakes.tables import EventRow, Tables


class FakeEventInbox:
    """Over the same tables as the storage, where the events are then claimed; fails when the storage does."""

    def __init__(self, storage: FakeStorage) -> None:
        self._storage = storage

    async def store(self, event: Event) -> None:
        async def insert(tables: Tables) -> None:
            known = (row.event for row in tables.events.values())
            if not any((k.group_id, k.event_id) == (event.group_id, event.event_id) for k in known):
                tables.events[event.id] = EventRow(event=event, due_at=self._storage.now)

        await self._storage.transact(insert)

    async def lull(self, *, most: float) -> None:
        """Nothing ever waits to be stored."""


class FailingEventInbox:
    """An inbox whose database does not answer."""

    async def store(self, event: Event) -> None:
        raise StorageUnavailableError

    async def lull(self, *, most: float) -> None:
        """Nothing ever gets in."""
