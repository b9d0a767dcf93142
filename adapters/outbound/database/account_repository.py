"""Accounts, holds and the ledger in SQL."""

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Final

from sqlalchemy import Row, bindparam, delete, func, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncConnection

from adapters.outbound.database.account_change import charge, give_back, reserve, why_refused
from adapters.outbound.database.account_reading import (
    SPENDING_KINDS,
    channel_of,
    read_history,
    read_open_holds,
    read_spending,
)
from adapters.outbound.database.dialect import add_unless_known
from adapters.outbound.database.failures import is_duplicate_key
from adapters.outbound.database.prepared import Prepared, prepared_insert
from adapters.outbound.database.schema import accounts, holds, ledger_entries
from adapters.outbound.database.together import together
from domain.balance import Balance, EntryKind, HoldOutcome, HoldRequest, HoldState, LedgerEntry
from domain.money import ZERO, from_kopecks, to_kopecks
from domain.spending import OpenHold, Spent

_AUTHOR: Final = "otklik"
_NO_DAY: Final = date(1970, 1, 1)
_CREDITS: Final = [kind.value for kind in EntryKind if kind is not EntryKind.CAPTURE]
_ADD_HOLD: Final = prepared_insert(holds)
_HOLD: Final = Prepared(select(holds).where(holds.c.key == bindparam("key")))
_CLOSE_HOLD: Final = Prepared(
    update(holds)
    .where(holds.c.key == bindparam("key"), holds.c.state == HoldState.OPEN.value)
    .values(state=bindparam("state"), at=bindparam("at"))
)
_ADD_ENTRY: Final = prepared_insert(ledger_entries, "position")


class SqlAccountRepository:
    """In every method the account's row comes last: it is what all turns want, so it is locked shortest."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def hold(self, request: HoldRequest, *, at: datetime) -> HoldOutcome:
        is_new = await self._insert_hold(request, at)
        if not (is_new or await self._hold_again(request, at)):
            return HoldOutcome.HELD
        if not request.amount:
            # What costs nothing can be had from an account that was never filled.
            await self._open(request.account)
        if await reserve(self._connection, request):
            return HoldOutcome.HELD
        await self._undo_hold(request.key, is_new=is_new)
        return await why_refused(self._connection, request)

    async def capture(
        self, key: str, *, at: datetime, reason: str, kind: EntryKind = EntryKind.CAPTURE, author: str = _AUTHOR
    ) -> Decimal:
        hold = await self._take_open(key, HoldState.CAPTURED, at)
        if hold is None:
            return ZERO
        amount = from_kopecks(hold.amount_kopecks)
        entry = LedgerEntry(
            account=hold.account,
            kind=kind,
            amount=-amount,
            key=f"capture:{key}",
            at=at,
            author=author,
            reason=reason,
            channel=channel_of(hold),
        )
        await _ADD_ENTRY.change_later(self._connection, **_values(entry))
        await charge(self._connection, hold.account, kopecks=hold.amount_kopecks)
        return amount

    async def release(self, key: str, *, at: datetime) -> bool:
        hold = await self._take_open(key, HoldState.RELEASED, at)
        if hold is None:
            return False
        await give_back(self._connection, hold.account, kopecks=hold.amount_kopecks, day=hold.day)
        return True

    async def credit(self, entry: LedgerEntry) -> bool:
        if entry.amount < ZERO:
            raise ValueError(f"a credit is not negative: {entry.amount}")
        try:
            await _ADD_ENTRY.change(self._connection, **_values(entry))
        except IntegrityError as error:
            if is_duplicate_key(error):
                return False
            raise
        await self._open(entry.account)
        await self._connection.execute(
            update(accounts)
            .where(accounts.c.key == entry.account)
            .values(balance_kopecks=accounts.c.balance_kopecks + to_kopecks(entry.amount))
        )
        return True

    async def is_booked(self, key: str) -> bool:
        booked = select(ledger_entries.c.position).where(ledger_entries.c.key == key)
        return (await self._connection.execute(booked)).one_or_none() is not None

    async def balance(self, account: str, *, since: datetime) -> Balance:
        row = (await self._connection.execute(select(accounts).where(accounts.c.key == account))).one_or_none()
        if row is None:
            return Balance(available=ZERO, held=ZERO, spent_today=ZERO)
        entries = ledger_entries.c
        spent = select(func.coalesce(func.sum(entries.amount_kopecks), 0)).where(
            entries.account == account,
            entries.kind.in_(SPENDING_KINDS),
            entries.at >= since,
            entries.amount_kopecks < 0,
        )
        return Balance(
            available=from_kopecks(row.balance_kopecks - row.held_kopecks),
            held=from_kopecks(row.held_kopecks),
            spent_today=from_kopecks(-int((await self._connection.execute(spent)).scalar_one())),
        )

    async def history(self, account: str, *, limit: int, before: str | None = None) -> Sequence[LedgerEntry]:
        return await read_history(self._connection, account, limit=limit, before=before)

    async def open_holds(self, account: str, *, limit: int) -> Sequence[OpenHold]:
        return await read_open_holds(self._connection, account, limit=limit)

    async def spending(self, account: str, *, bounds: Sequence[datetime]) -> Sequence[Spent]:
        return await read_spending(self._connection, account, bounds=bounds)

    async def last_credit_key(self, account: str) -> str | None:
        entries = ledger_entries.c
        latest = (
            select(entries.key)
            .where(entries.account == account, entries.kind.in_(_CREDITS), entries.amount_kopecks > 0)
            .order_by(entries.at.desc(), entries.position.desc())
            .limit(1)
        )
        key: str | None = (await self._connection.execute(latest)).scalar_one_or_none()
        return key

    async def _open(self, account: str) -> None:
        empty = {"balance_kopecks": 0, "held_kopecks": 0, "day": _NO_DAY, "day_used_kopecks": 0}
        await add_unless_known(self._connection, accounts, {"key": account} | empty)

    async def _insert_hold(self, request: HoldRequest, at: datetime) -> bool:
        try:
            await _ADD_HOLD.change(self._connection, key=request.key, **_hold_values(request, at))
        except IntegrityError as error:
            if is_duplicate_key(error):
                return False
            raise
        return True

    async def _hold_again(self, request: HoldRequest, at: datetime) -> bool:
        """Open a hold that was released; False when it is held, or was captured."""
        opened = await self._connection.execute(
            update(holds)
            .where(holds.c.key == request.key, holds.c.state == HoldState.RELEASED.value)
            .values(_hold_values(request, at))
        )
        return opened.rowcount == 1

    async def _undo_hold(self, key: str, *, is_new: bool) -> None:
        if is_new:
            await self._connection.execute(delete(holds).where(holds.c.key == key))
        else:
            await self._connection.execute(
                update(holds).where(holds.c.key == key).values(state=HoldState.RELEASED.value)
            )

    async def _take_open(self, key: str, state: HoldState, at: datetime) -> Row[Any] | None:
        changed, hold = await together(
            self._connection,
            [
                _CLOSE_HOLD.change(self._connection, key=key, state=state.value, at=at),
                _HOLD.first(self._connection, key=key),
            ],
        )
        return hold if changed == 1 else None


def _hold_values(request: HoldRequest, at: datetime) -> dict[str, Any]:
    return {
        "account": request.account,
        "amount_kopecks": to_kopecks(request.amount),
        "day": request.day,
        "state": HoldState.OPEN.value,
        "at": at,
        "channel": request.channel and request.channel.value,
    }


def _values(entry: LedgerEntry) -> dict[str, Any]:
    return {
        "account": entry.account,
        "kind": entry.kind.value,
        "amount_kopecks": to_kopecks(entry.amount),
        "key": entry.key,
        "at": entry.at,
        "author": entry.author,
        "reason": entry.reason,
        "channel": entry.channel and entry.channel.value,
    }
