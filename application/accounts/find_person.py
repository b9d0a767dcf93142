"""Who is meant by what an owner types."""

from uuid import UUID

from domain.errors import NotFoundError
from domain.identifiers import PersonId
from domain.person import Person
from ports.storage import Storage, UnitOfWork

VK_PREFIX = "vk:"


class FindPerson:
    """An id, ``vk:`` with the number of VK, or a login."""

    def __init__(self, *, storage: Storage) -> None:
        self._storage = storage

    async def execute(self, given: str) -> Person:
        """Raises NotFoundError, StorageUnavailableError."""
        person = await self._storage.read(lambda uow: self._find(uow, given.strip()))
        if person is None:
            raise NotFoundError("person", given)
        return person

    async def _find(self, uow: UnitOfWork, given: str) -> Person | None:
        number = given.removeprefix(VK_PREFIX)
        if number != given:
            is_number = number.removeprefix("-").isdecimal()
            return await uow.people.find_vk(int(number)) if is_number else None
        try:
            return await uow.people.get(PersonId(UUID(given)))
        except ValueError:
            return await uow.people.by_login(given.lower())
