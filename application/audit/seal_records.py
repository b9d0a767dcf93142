"""Seal what was booked and done since."""

from collections.abc import Sequence
from typing import Final

from domain.audit_chain import AuditRecord, RecordKind, SealedMeanwhileError
from ports.clock import Clock
from ports.storage import Storage, UnitOfWork

BATCH: Final = 500
"""Records of a kind that one transaction seals: it must not hold up those that book."""


class SealRecords:
    """
    - Apart from what books: an answer's transaction knows nothing of the chain and waits for nothing here.
    - Whoever booked, an earlier program too, has it sealed by whichever process looks next.
    - Processes that seal at once are safe: a link's number is taken once, and who comes second looks again later.
    - What was sealed stays sealed when the process is killed; the rest waits for the next look.
    """

    def __init__(self, *, storage: Storage, clock: Clock) -> None:
        self._storage = storage
        self._clock = clock

    async def execute(self) -> bool:
        """Tell whether there is more to seal at once. Raises StorageUnavailableError."""
        fresh = await self._storage.read(_fresh)
        return await self.seal(fresh) and len(fresh) >= BATCH

    async def seal(self, records: Sequence[AuditRecord]) -> bool:
        """False when another process came first: nothing was sealed. Raises StorageUnavailableError."""

        async def append(uow: UnitOfWork) -> None:
            head = await uow.links.head()
            await uow.links.add(head.seal(records, at=self._clock.now()))

        try:
            if records:
                await self._storage.run(append)
        except SealedMeanwhileError:
            return False
        return True


async def _fresh(uow: UnitOfWork) -> Sequence[AuditRecord]:
    return [record for kind in RecordKind for record in await uow.links.fresh(kind, limit=BATCH)]
