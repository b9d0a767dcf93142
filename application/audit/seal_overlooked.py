"""Seal what the usual look has missed."""

from typing import Final

from application.audit.seal_records import SealRecords
from domain.audit_chain import RecordKind
from ports.storage import Storage

SPAN: Final = 5_000
"""Positions that one statement looks at."""
EVERY_SECONDS: Final = 60.0
"""Between two walks. No transaction lasts as long: storage ends it long before."""


class SealOverlooked:
    """
    Walk over all positions up to the last sealed one; a record is there that was committed long after later ones.

    Whatever has a lower position than a record that is sealed has begun before it was. At the next walk it has been
    committed, or never will be. So what lay below the end of the walk before the last needs no more looks, and a
    walk is short, except for the first one of a process.
    """

    def __init__(self, *, storage: Storage, seal: SealRecords) -> None:
        self._storage = storage
        self._seal = seal
        self._settled = dict.fromkeys(RecordKind, 0)
        self._walked = dict.fromkeys(RecordKind, 0)

    async def execute(self) -> None:
        """Not more often than EVERY_SECONDS. Raises StorageUnavailableError: the next walk is the same again."""
        for kind in RecordKind:
            await self._walk(kind)

    async def _walk(self, kind: RecordKind) -> None:
        end = await self._storage.read(lambda uow: uow.links.last_sealed(kind))
        for after in range(self._settled[kind], end, SPAN):
            await self._seal_between(kind, after, min(after + SPAN, end))
        self._settled[kind], self._walked[kind] = self._walked[kind], end

    async def _seal_between(self, kind: RecordKind, after: int, upto: int) -> None:
        while records := await self._storage.read(lambda uow: uow.links.overlooked(kind, after=after, upto=upto)):
            await self._seal.seal(records)
