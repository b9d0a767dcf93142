"""The whole chain of a fake storage, two links at a time."""

from collections.abc import Callable, Sequence

from domain.audit_chain import RecordKind, SealedRecord, Unsealed
from tests.fakes.link_repository import records, unsealed
from tests.fakes.storage import FakeStorage

_PAGE = 2


class FakeChainAuditor:
    def __init__(self, storage: FakeStorage) -> None:
        self._storage = storage

    async def read(self, take: Callable[[Sequence[SealedRecord]], bool]) -> Unsealed:
        tables = self._storage.tables
        known = {(kind.value, record.position): record for kind in RecordKind for record in records(tables, kind)}
        links = sorted(tables.links, key=lambda link: link.number)
        sealed = [SealedRecord(link=link, record=known.get((link.kind, link.position))) for link in links]
        for start in range(0, len(sealed), _PAGE):
            if not take(sealed[start : start + _PAGE]):
                break
        waiting = [record.at for kind in RecordKind for record in unsealed(tables, kind)]
        return Unsealed(count=len(waiting), since=min(waiting, default=None))
