"""The owner wants somebody served again."""

from dataclasses import replace

from domain.identifiers import PersonId
from domain.person import Person
from ports.storage import Storage, UnitOfWork


class UnblockPerson:
    """What was declined meanwhile stays so."""

    def __init__(self, *, storage: Storage) -> None:
        self._storage = storage

    async def execute(self, person_id: PersonId) -> Person:
        """One who is not blocked stays as they are. Raises NotFoundError, StorageUnavailableError."""

        async def unblock(uow: UnitOfWork) -> Person:
            person = replace(await uow.people.lock(person_id), blocked_at=None)
            await uow.people.save(person)
            return person

        return await self._storage.run(unblock)
