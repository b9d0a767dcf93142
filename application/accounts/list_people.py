"""Show the owner who is known."""

from collections.abc import Sequence

from domain.person import Person
from ports.storage import Storage


class ListPeople:
    def __init__(self, *, storage: Storage) -> None:
        self._storage = storage

    async def execute(self, *, limit: int) -> Sequence[Person]:
        """Not the guests; latest first. Raises StorageUnavailableError."""
        return await self._storage.read(lambda uow: uow.people.latest(limit=limit))
