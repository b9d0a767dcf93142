"""The hash chain in SQL."""

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any, Final

from sqlalchemy import Select, func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncConnection

from adapters.outbound.database.failures import is_duplicate_key
from adapters.outbound.database.prepared import prepared_insert
from adapters.outbound.database.schema import audit_links
from adapters.outbound.database.sealed_rows import TABLES, link_of, record_of, unsealed
from domain.audit_chain import AuditRecord, ChainHead, Link, RecordKind, SealedMeanwhileError, head_of
from ports.link_repository import OVERLAP

_ADD: Final = prepared_insert(audit_links)
_LATEST: Final = select(audit_links).order_by(audit_links.c.number.desc()).limit(1)


class SqlLinkRepository:
    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def head(self) -> ChainHead:
        latest = (await self._connection.execute(_LATEST)).one_or_none()
        return ChainHead() if latest is None else head_of(link_of(latest))

    async def fresh(self, kind: RecordKind, *, limit: int) -> Sequence[AuditRecord]:
        since = _last_sealed(kind).scalar_subquery() - OVERLAP
        return await self._records(kind, unsealed(kind, TABLES[kind].c.position > since).limit(limit))

    async def overlooked(self, kind: RecordKind, *, after: int, upto: int) -> Sequence[AuditRecord]:
        position = TABLES[kind].c.position
        return await self._records(kind, unsealed(kind, position > after, position <= upto))

    async def last_sealed(self, kind: RecordKind) -> int:
        last: int = (await self._connection.execute(_last_sealed(kind))).scalar_one()
        return last

    async def add(self, links: Sequence[Link]) -> None:
        try:
            await _ADD.change_all(self._connection, [asdict(link) for link in links])
        except IntegrityError as error:
            if is_duplicate_key(error):
                raise SealedMeanwhileError from error
            raise

    async def _records(self, kind: RecordKind, rows: Select[Any]) -> Sequence[AuditRecord]:
        return [record_of(kind, row) for row in await self._connection.execute(rows)]


def _last_sealed(kind: RecordKind) -> Select[Any]:
    sealed = select(func.coalesce(func.max(audit_links.c.position), 0))
    return sealed.where(audit_links.c.kind == kind.value)
