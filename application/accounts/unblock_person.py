"""The owner wants somebody served again."""

from dataclasses import replace

from application.audit.note_act import NoteAct
from domain.act import Deed
from domain.identifiers import PersonId
from domain.person import Person
from ports.storage import Storage, UnitOfWork


class UnblockPerson:
    """What was declined meanwhile stays so."""

    def __init__(self, *, storage: Storage, note: NoteAct) -> None:
        self._storage = storage
        self._note = note

    async def execute(self, person_id: PersonId, *, by: str) -> Person:
        """One who is not blocked stays as they are. Raises NotFoundError, StorageUnavailableError."""

        async def unblock(uow: UnitOfWork) -> Person:
            person = await uow.people.lock(person_id)
            if person.blocked_at is None:
                return person
            await self._note.execute(uow, Deed.UNBLOCKED, by=by, on=person_id)
            served = replace(person, blocked_at=None)
            await uow.people.save(served)
            return served

        return await self._storage.run(unblock)
