"""Show what money is reserved for."""

from collections.abc import Sequence

from domain.balance import COMMUNITY_ACCOUNT
from domain.spending import OpenHold
from ports.storage import Storage


class ListHolds:
    def __init__(self, *, storage: Storage) -> None:
        self._storage = storage

    async def execute(self, *, limit: int) -> Sequence[OpenHold]:
        """Open ones, the oldest first: one that is old belongs to an answer that waits for somebody."""
        return await self._storage.read(lambda uow: uow.accounts.open_holds(COMMUNITY_ACCOUNT, limit=limit))
