"""Show the latest turns."""

from collections.abc import Sequence

from domain.turn import Turn
from ports.storage import Storage


class ListTurns:
    def __init__(self, *, storage: Storage) -> None:
        self._storage = storage

    async def execute(self, *, limit: int) -> Sequence[Turn]:
        """Latest first."""
        return await self._storage.read(lambda uow: uow.turns.latest(limit=limit))
