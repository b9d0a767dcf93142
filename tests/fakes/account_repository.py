"""The ledger in memory."""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from decimal import Decimal

from domain.balance import SPENDING, Balance, EntryKind, HoldOutcome, HoldRequest, HoldState, LedgerEntry
from domain.channel import Channel
from domain.errors import NotFoundError
from domain.money import ZERO
from domain.spending import OpenHold, Spent
from tests.fakes.tables import Hold, Tables


class FakeAccountRepository:
    def __init__(self, tables: Tables) -> None:
        self._tables = tables

    async def hold(self, request: HoldRequest, *, at: datetime) -> HoldOutcome:
        known = self._tables.holds.get(request.key)
        if known and known.state is not HoldState.RELEASED:
            return HoldOutcome.HELD
        if self._available(request.account) < request.amount:
            return HoldOutcome.BALANCE_EXHAUSTED
        if request.daily_limit is not None and self._used(request) + request.amount > request.daily_limit:
            return HoldOutcome.DAILY_LIMIT_REACHED
        self._tables.holds[request.key] = Hold(
            account=request.account,
            key=request.key,
            amount=request.amount,
            day=request.day,
            state=HoldState.OPEN,
            at=at,
            channel=request.channel,
        )
        return HoldOutcome.HELD

    async def capture(
        self, key: str, *, at: datetime, reason: str, kind: EntryKind = EntryKind.CAPTURE, author: str = "otklik"
    ) -> Decimal:
        hold = self._take_open(key, HoldState.CAPTURED)
        if hold is None:
            return ZERO
        entry = LedgerEntry(
            account=hold.account,
            kind=kind,
            amount=-hold.amount,
            key=f"capture:{key}",
            at=at,
            author=author,
            reason=reason,
            channel=hold.channel,
        )
        self._tables.entries[entry.key] = entry
        return hold.amount

    async def release(self, key: str, *, at: datetime) -> bool:
        return self._take_open(key, HoldState.RELEASED) is not None

    async def credit(self, entry: LedgerEntry) -> bool:
        if entry.amount < ZERO:
            raise ValueError(entry.amount)
        if entry.key in self._tables.entries:
            return False
        self._tables.entries[entry.key] = entry
        return True

    async def is_booked(self, key: str) -> bool:
        return key in self._tables.entries

    async def balance(self, account: str, *, since: datetime) -> Balance:
        spent = (-entry.amount for entry in self._entries(account) if _is_spent(entry) and entry.at >= since)
        return Balance(available=self._available(account), held=self._held(account), spent_today=sum(spent, start=ZERO))

    async def history(self, account: str, *, limit: int, before: str | None = None) -> Sequence[LedgerEntry]:
        latest = self._entries(account)[::-1]
        if before is not None:
            numbers = [number for number, entry in enumerate(latest) if entry.key == before]
            if not numbers:
                raise NotFoundError("ledger entry", before)
            latest = latest[numbers[0] + 1 :]
        return latest[:limit]

    async def open_holds(self, account: str, *, limit: int) -> Sequence[OpenHold]:
        ours = (hold for hold in self._tables.holds.values() if hold.account == account)
        still_open = sorted((h for h in ours if h.state is HoldState.OPEN), key=lambda hold: (hold.at, hold.key))
        return [OpenHold(key=h.key, amount=h.amount, at=h.at, channel=h.channel) for h in still_open[:limit]]

    async def spending(self, account: str, *, bounds: Sequence[datetime]) -> Sequence[Spent]:
        sums: dict[tuple[int, Channel | None], Decimal] = {}
        for entry in self._entries(account):
            if _is_spent(entry) and bounds[0] <= entry.at < bounds[-1]:
                key = bisect_right(bounds, entry.at) - 1, entry.channel
                sums[key] = sums.get(key, ZERO) - entry.amount
        return [Spent(span=span, channel=channel, amount=amount) for (span, channel), amount in sums.items()]

    async def last_credit_key(self, account: str) -> str | None:
        credits_ = [entry.key for entry in self._entries(account) if entry.amount > ZERO]
        return credits_[-1] if credits_ else None

    def _take_open(self, key: str, state: HoldState) -> Hold | None:
        hold = self._tables.holds.get(key)
        if hold is None or hold.state is not HoldState.OPEN:
            return None
        self._tables.holds[key] = replace(hold, state=state)
        return hold

    def _entries(self, account: str) -> list[LedgerEntry]:
        found = (entry for entry in self._tables.entries.values() if entry.account == account)
        return sorted(found, key=lambda entry: entry.at)

    def _held(self, account: str) -> Decimal:
        holds = self._tables.holds.values()
        return sum((h.amount for h in holds if h.account == account and h.state is HoldState.OPEN), start=ZERO)

    def _available(self, account: str) -> Decimal:
        return sum((entry.amount for entry in self._entries(account)), start=ZERO) - self._held(account)

    def _used(self, request: HoldRequest) -> Decimal:
        """Held or captured of that day."""
        return sum(
            (
                hold.amount
                for hold in self._tables.holds.values()
                if hold.account == request.account and hold.day == request.day and hold.state is not HoldState.RELEASED
            ),
            start=ZERO,
        )


def _is_spent(entry: LedgerEntry) -> bool:
    return entry.kind in SPENDING and entry.amount < ZERO
