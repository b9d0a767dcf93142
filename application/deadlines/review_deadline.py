"""The owner says of a deadline whether it was read rightly."""

from domain.identifiers import DeadlineId
from domain.stored_deadline import Review, StoredDeadline
from ports.clock import Clock
from ports.storage import Storage, UnitOfWork


class ReviewDeadline:
    """A dismissed one is neither shown nor reminded of, until its message is edited to another moment."""

    def __init__(self, *, storage: Storage, clock: Clock) -> None:
        self._storage = storage
        self._clock = clock

    async def execute(self, id_: DeadlineId, review: Review) -> StoredDeadline:
        """Saying the same again changes nothing. Raises NotFoundError, StorageUnavailableError."""

        async def note(uow: UnitOfWork) -> StoredDeadline:
            reviewed = (await uow.deadlines.lock(id_)).reviewed(review, now=self._clock.now())
            await uow.deadlines.save(reviewed)
            return reviewed

        return await self._storage.run(note)
