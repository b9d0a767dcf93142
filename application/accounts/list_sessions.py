"""Show the owner the sessions of a person, open and ended."""

from collections.abc import Sequence

from domain.identifiers import PersonId
from domain.session import Session
from ports.storage import Storage


class ListSessions:
    def __init__(self, *, storage: Storage) -> None:
        self._storage = storage

    async def execute(self, person_id: PersonId, *, limit: int) -> Sequence[Session]:
        """The latest opened first. Raises StorageUnavailableError."""
        return await self._storage.read(lambda uow: uow.sessions.of_person(person_id, limit=limit))
