"""The hash chain in memory; the position of a record is its place in the order in which they were stored."""

import json
from collections.abc import Sequence

from domain.audit_chain import AuditRecord, ChainHead, Link, RecordKind, SealedMeanwhileError, head_of
from domain.money import to_kopecks
from ports.link_repository import OVERLAP
from tests.fakes.tables import Tables


class FakeLinkRepository:
    def __init__(self, tables: Tables) -> None:
        self._tables = tables

    async def head(self) -> ChainHead:
        links = self._tables.links
        return head_of(links[-1]) if links else ChainHead()

    async def fresh(self, kind: RecordKind, *, limit: int) -> Sequence[AuditRecord]:
        since = await self.last_sealed(kind) - OVERLAP
        return [record for record in unsealed(self._tables, kind) if record.position > since][:limit]

    async def overlooked(self, kind: RecordKind, *, after: int, upto: int) -> Sequence[AuditRecord]:
        return [record for record in unsealed(self._tables, kind) if after < record.position <= upto]

    async def last_sealed(self, kind: RecordKind) -> int:
        return max((link.position for link in self._tables.links if link.kind == kind), default=0)

    async def add(self, links: Sequence[Link]) -> None:
        known = {link.number for link in self._tables.links}
        sealed = {(link.kind, link.position) for link in self._tables.links}
        if any(link.number in known or (link.kind, link.position) in sealed for link in links):
            raise SealedMeanwhileError
        self._tables.links.extend(links)


def unsealed(tables: Tables, kind: RecordKind) -> list[AuditRecord]:
    sealed = {link.position for link in tables.links if link.kind == kind}
    return [record for record in records(tables, kind) if record.position not in sealed]


def records(tables: Tables, kind: RecordKind) -> list[AuditRecord]:
    return _acts(tables) if kind is RecordKind.ACT else _entries(tables)


def _entries(tables: Tables) -> list[AuditRecord]:
    return [
        AuditRecord(
            kind=RecordKind.ENTRY,
            position=position,
            at=entry.at,
            content=(
                entry.account,
                entry.kind.value,
                to_kopecks(entry.amount),
                entry.key,
                entry.author,
                entry.reason,
                entry.channel and entry.channel.value,
            ),
        )
        for position, entry in enumerate(tables.entries.values(), start=1)
    ]


def _acts(tables: Tables) -> list[AuditRecord]:
    return [
        AuditRecord(
            kind=RecordKind.ACT,
            position=position,
            at=act.at,
            content=(
                act.by,
                str(act.deed),
                act.on,
                json.dumps(dict(act.details), ensure_ascii=False),
                act.correlation,
            ),
        )
        for position, act in enumerate(tables.acts, start=1)
    ]
