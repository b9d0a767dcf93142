"""Show the deadlines that were read."""

from collections.abc import Sequence

from domain.stored_deadline import StoredDeadline
from ports.storage import Storage


class ListDeadlines:
    def __init__(self, *, storage: Storage) -> None:
        self._storage = storage

    async def execute(self, *, limit: int, only_live: bool = True) -> Sequence[StoredDeadline]:
        """By their moment, latest first; without ``only_live`` withdrawn and dismissed ones too."""
        return await self._storage.read(lambda uow: uow.deadlines.latest(limit=limit, only_live=only_live))
