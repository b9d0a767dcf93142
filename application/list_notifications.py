"""Show the outbox."""

from collections.abc import Sequence

from domain.notification import NotificationState, StoredNotification
from ports.storage import Storage


class ListNotifications:
    def __init__(self, *, storage: Storage) -> None:
        self._storage = storage

    async def execute(self, *, state: NotificationState | None, limit: int) -> Sequence[StoredNotification]:
        """Latest first; those of one state, or all."""
        return await self._storage.read(lambda uow: uow.notifications.latest(state=state, limit=limit))
