"""Take notifications that were given up into the outbox again."""

from domain.errors import NotFoundError
from domain.identifiers import NotificationId
from ports.storage import Storage
from ports.wakeup import Queue, Wakeup


class RetryNotifications:
    """
    - Only dead ones: what is pending is tried by itself.
    - It keeps its id and its place in its conversation, and has all its tries again.
    """

    def __init__(self, *, storage: Storage, wakeup: Wakeup) -> None:
        self._storage = storage
        self._wakeup = wakeup

    async def execute(self, id_: NotificationId) -> None:
        """Raises NotFoundError when there is no dead one of that id, StorageUnavailableError."""
        if not await self._storage.run(lambda uow: uow.notifications.revive(id_)):
            raise NotFoundError("dead notification", id_)
        self._wakeup.signal(Queue.NOTIFICATIONS)

    async def all(self) -> int:
        """Gives how many there were."""
        revived = await self._storage.run(lambda uow: uow.notifications.revive_all())
        self._wakeup.signal(Queue.NOTIFICATIONS)
        return revived
