"""What the owner is shown of an account, beside its balance."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final

from sqlalchemy import ColumnElement, Row, and_, case, func, or_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from adapters.outbound.database.schema import holds, ledger_entries
from domain.balance import SPENDING, EntryKind, HoldState, LedgerEntry
from domain.channel import Channel
from domain.errors import NotFoundError
from domain.money import from_kopecks
from domain.spending import OpenHold, Spent

SPENDING_KINDS: Final = sorted(kind.value for kind in SPENDING)
_entries = ledger_entries.c


async def read_history(
    connection: AsyncConnection, account: str, *, limit: int, before: str | None
) -> list[LedgerEntry]:
    latest = select(ledger_entries).where(_entries.account == account)
    if before is not None:
        latest = latest.where(await _older_than(connection, before))
    latest = latest.order_by(_entries.at.desc(), _entries.position.desc()).limit(limit)
    return [entry_of(row) for row in await connection.execute(latest)]


async def _older_than(connection: AsyncConnection, key: str) -> ColumnElement[bool]:
    found = await connection.execute(select(_entries.at, _entries.position).where(_entries.key == key))
    mark = found.one_or_none()
    if mark is None:
        raise NotFoundError("ledger entry", key)
    return or_(_entries.at < mark.at, and_(_entries.at == mark.at, _entries.position < mark.position))


async def read_open_holds(connection: AsyncConnection, account: str, *, limit: int) -> list[OpenHold]:
    still_open = select(holds).where(holds.c.state == HoldState.OPEN.value, holds.c.account == account)
    rows = await connection.execute(still_open.order_by(holds.c.at, holds.c.key).limit(limit))
    return [
        OpenHold(key=row.key, amount=from_kopecks(row.amount_kopecks), at=row.at, channel=channel_of(row))
        for row in rows
    ]


async def read_spending(connection: AsyncConnection, account: str, *, bounds: Sequence[datetime]) -> list[Spent]:
    span = case(*((_entries.at < bound, number) for number, bound in enumerate(bounds[1:])))
    charged = (
        select(span.label("span"), _entries.channel, _entries.amount_kopecks)
        .where(
            _entries.account == account,
            _entries.kind.in_(SPENDING_KINDS),
            _entries.at >= bounds[0],
            _entries.at < bounds[-1],
            _entries.amount_kopecks < 0,
        )
        .subquery("charged")
    )
    columns = (charged.c.span, charged.c.channel)
    summed = select(*columns, func.sum(charged.c.amount_kopecks).label("kopecks")).group_by(*columns)
    return [
        Spent(span=int(row.span), channel=_channel(row.channel), amount=from_kopecks(-int(row.kopecks)))
        for row in await connection.execute(summed)
    ]


def entry_of(row: Row[Any]) -> LedgerEntry:
    return LedgerEntry(
        account=row.account,
        kind=EntryKind(row.kind),
        amount=from_kopecks(row.amount_kopecks),
        key=row.key,
        at=row.at,
        author=row.author,
        reason=row.reason,
        channel=channel_of(row),
    )


def channel_of(row: Row[Any]) -> Channel | None:
    return _channel(row.channel)


def _channel(stored: str | None) -> Channel | None:
    return None if stored is None else Channel(stored)
