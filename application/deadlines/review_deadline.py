"""The owner says of a deadline whether it was read rightly."""

from application.audit.note_act import NoteAct
from domain.act import Deed
from domain.identifiers import DeadlineId
from domain.stored_deadline import Review, StoredDeadline
from ports.clock import Clock
from ports.storage import Storage, UnitOfWork


class ReviewDeadline:
    """A dismissed one is neither shown nor reminded of, until its message is edited to another moment."""

    def __init__(self, *, storage: Storage, clock: Clock, note: NoteAct) -> None:
        self._storage = storage
        self._clock = clock
        self._note = note

    async def execute(self, id_: DeadlineId, review: Review, *, by: str) -> StoredDeadline:
        """
        ``by`` is who says it. Saying the same again changes nothing.

        Raises NotFoundError, StorageUnavailableError.
        """

        async def say(uow: UnitOfWork) -> StoredDeadline:
            found = await uow.deadlines.lock(id_)
            reviewed = found.reviewed(review, now=self._clock.now())
            if reviewed != found:
                await uow.deadlines.save(reviewed)
                await self._note.execute(uow, Deed.REVIEWED_DEADLINE, by=by, on=id_, review=review)
            return reviewed

        return await self._storage.run(say)
