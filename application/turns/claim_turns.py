"""Take up answers owed."""

from collections.abc import Sequence
from datetime import timedelta

from domain.identifiers import TurnId
from domain.turn import ClaimedTurn
from ports.storage import Storage


class ClaimTurns:
    """A worker's claims: taken, prolonged while it lives, given back when it leaves."""

    def __init__(self, *, storage: Storage, owner: str, lease: timedelta) -> None:
        self._storage = storage
        self._owner = owner
        self._lease = lease

    async def execute(self, *, limit: int) -> Sequence[ClaimedTurn]:
        """Raises StorageUnavailableError."""
        return await self._storage.run(lambda uow: uow.turns.claim(owner=self._owner, lease=self._lease, limit=limit))

    async def renew(self, ids: Sequence[TurnId]) -> None:
        """Raises StorageUnavailableError."""
        await self._storage.run(lambda uow: uow.turns.renew(ids, owner=self._owner, lease=self._lease))

    async def release(self) -> None:
        """Give all claims back at once. Raises StorageUnavailableError."""
        await self._storage.run(lambda uow: uow.turns.release(owner=self._owner))
