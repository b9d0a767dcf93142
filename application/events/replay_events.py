"""Take events up again, as if they had just come."""

from domain.errors import NotFoundError
from domain.identifiers import EventRowId
from ports.storage import Storage
from ports.wakeup import Queue, Wakeup


class ReplayEvents:
    """
    - For events that were given up, once what was wrong has been mended.
    - One that was understood before changes nothing a second time: messages and turns are unique by their keys.
    - One that was blanked has nothing left to be understood.
    """

    def __init__(self, *, storage: Storage, wakeup: Wakeup) -> None:
        self._storage = storage
        self._wakeup = wakeup

    async def execute(self, id_: EventRowId) -> None:
        """Raises NotFoundError, for one that waits already or was blanked too, and StorageUnavailableError."""
        if not await self._storage.run(lambda uow: uow.events.replay(id_)):
            raise NotFoundError("event to replay with the id", id_)
        self._wakeup.signal(Queue.EVENTS)

    async def all_failed(self) -> int:
        """Gives how many there were."""
        replayed = await self._storage.run(lambda uow: uow.events.replay_failed())
        self._wakeup.signal(Queue.EVENTS)
        return replayed
