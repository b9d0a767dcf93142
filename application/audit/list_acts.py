"""Show what those who run the service did."""

from collections.abc import Sequence

from domain.act import RecordedAct
from ports.storage import Storage


class ListActs:
    def __init__(self, *, storage: Storage) -> None:
        self._storage = storage

    async def execute(self, *, limit: int, before: int | None = None) -> Sequence[RecordedAct]:
        """Latest first; only those whose position is below ``before``. Raises StorageUnavailableError."""
        return await self._storage.read(lambda uow: uow.acts.latest(limit=limit, before=before))
