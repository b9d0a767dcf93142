"""Show the answers that somebody has to decide about."""

from collections.abc import Sequence

from application.turns.past_question import PastQuestion, past_question
from ports.storage import Storage, UnitOfWork


class ListTroubles:
    """What has failed, and what VK may have or not have."""

    def __init__(self, *, storage: Storage) -> None:
        self._storage = storage

    async def execute(self, *, limit: int) -> Sequence[PastQuestion]:
        """With their questions, latest first. Raises StorageUnavailableError."""

        async def read(uow: UnitOfWork) -> list[PastQuestion]:
            return [await past_question(uow, turn) for turn in await uow.turns.troubled(limit=limit)]

        return await self._storage.read(read)
