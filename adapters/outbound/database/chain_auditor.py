"""The whole chain, read page by page in one snapshot."""

from collections.abc import AsyncIterator, Callable, Sequence
from typing import Any, Final

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from adapters.outbound.database.auditor import PATIENCE
from adapters.outbound.database.engine import open_database
from adapters.outbound.database.failures import translated
from adapters.outbound.database.schema import audit_links
from adapters.outbound.database.sealed_rows import TABLES, columns_of, link_of, record_of, unsealed
from domain.audit_chain import AuditRecord, Link, RecordKind, SealedRecord, Unsealed

_PAGE: Final = 2_000


class SqlChainAuditor:
    """On a connection of its own, which is let wait for longer than those that serve."""

    def __init__(self, database_url: str) -> None:
        self._url = database_url

    async def read(self, take: Callable[[Sequence[SealedRecord]], bool]) -> Unsealed:
        async with open_database(self._url, pool_size=1, read_timeout=PATIENCE) as database:
            with translated():
                async with database.snapshot() as connection:
                    async for page in _pages(connection):
                        if not take(page):
                            break
                    return await _unsealed(connection)


async def _pages(connection: AsyncConnection) -> AsyncIterator[Sequence[SealedRecord]]:
    number: int | None = None
    following = select(audit_links).order_by(audit_links.c.number).limit(_PAGE)
    while True:
        beyond = following if number is None else following.where(audit_links.c.number > number)
        links = [link_of(row) for row in await connection.execute(beyond)]
        if not links:
            return
        number = links[-1].number
        known = await _records(connection, links)
        yield [SealedRecord(link=link, record=known.get((link.kind, link.position))) for link in links]


async def _records(connection: AsyncConnection, links: Sequence[Link]) -> dict[tuple[str, int], AuditRecord]:
    found: dict[tuple[str, int], AuditRecord] = {}
    for kind, table in TABLES.items():
        positions = [link.position for link in links if link.kind == kind]
        if positions:
            rows = await connection.execute(columns_of(kind).where(table.c.position.in_(positions)))
            found |= {(kind, row.position): record_of(kind, row) for row in rows}
    return found


async def _unsealed(connection: AsyncConnection) -> Unsealed:
    counts = [await _counted(connection, kind) for kind in RecordKind]
    moments = [since for _, since in counts if since is not None]
    return Unsealed(count=sum(count for count, _ in counts), since=min(moments, default=None))


async def _counted(connection: AsyncConnection, kind: RecordKind) -> tuple[int, Any]:
    waiting = unsealed(kind).order_by(None).subquery("waiting")
    count, since = (await connection.execute(select(func.count(), func.min(waiting.c.at)).select_from(waiting))).one()
    return count, since
