"""Show up to where all is sealed."""

from domain.audit_chain import ChainHead
from ports.storage import Storage


class ShowSealed:
    """What the chain's end says of itself; whether the chain is whole is for CheckChain."""

    def __init__(self, *, storage: Storage) -> None:
        self._storage = storage

    async def execute(self) -> ChainHead:
        """Raises StorageUnavailableError."""
        return await self._storage.read(lambda uow: uow.links.head())
