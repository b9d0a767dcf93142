"""How the rows that are sealed are read: all their columns, as they are stored."""

from collections.abc import Mapping
from typing import Any, Final

from sqlalchemy import ColumnElement, Join, Row, Select, Table, and_, select

from adapters.outbound.database.schema import acts, audit_links, ledger_entries
from domain.audit_chain import AuditRecord, Link, RecordKind

TABLES: Final[Mapping[RecordKind, Table]] = {RecordKind.ENTRY: ledger_entries, RecordKind.ACT: acts}
_CONTENT: Final[Mapping[RecordKind, tuple[str, ...]]] = {
    RecordKind.ENTRY: ("account", "kind", "amount_kopecks", "key", "author", "reason", "channel"),
    RecordKind.ACT: ("by", "deed", "subject", "details", "correlation"),
}
"""Beside position and moment, in this order for good: a column that is added later is not part of what was sealed."""


def unsealed(kind: RecordKind, *where: ColumnElement[bool]) -> Select[Any]:
    """In the order of their positions."""
    table = TABLES[kind]
    found = columns_of(kind).select_from(_with_links(kind)).where(audit_links.c.number.is_(None), *where)
    return found.order_by(table.c.position)


def columns_of(kind: RecordKind) -> Select[Any]:
    table = TABLES[kind]
    return select(table.c.position, table.c.at, *(table.c[name] for name in _CONTENT[kind]))


def record_of(kind: RecordKind, row: Row[Any]) -> AuditRecord:
    return AuditRecord(kind=kind, position=row.position, at=row.at, content=tuple(row[2:]))


def link_of(row: Row[Any]) -> Link:
    return Link(
        number=row.number,
        kind=row.kind,
        position=row.position,
        digest=row.digest,
        previous=row.previous,
        sealed_at=row.sealed_at,
        hash=row.hash,
    )


def _with_links(kind: RecordKind) -> Join:
    table = TABLES[kind]
    is_its = and_(audit_links.c.kind == kind.value, audit_links.c.position == table.c.position)
    return table.outerjoin(audit_links, is_its)
