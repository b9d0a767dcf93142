"""Accounts, holds and ledger entries."""

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from typing import Protocol

from domain.balance import Balance, EntryKind, HoldOutcome, HoldRequest, LedgerEntry
from domain.spending import OpenHold, Spent


class AccountRepository(Protocol):
    """Nothing here can be raced: each change of an account is one conditional statement under a unique key."""

    async def hold(self, request: HoldRequest, *, at: datetime) -> HoldOutcome:
        """Reserve the amount if it is available; HELD as well when this key is held already."""
        ...

    async def capture(
        self, key: str, *, at: datetime, reason: str, kind: EntryKind = EntryKind.CAPTURE, author: str = "otklik"
    ) -> Decimal:
        """
        Turn an open hold into a ledger entry of that kind; returns what was charged.

        A hold that was captured before, or never was, is not charged: 0.00.
        """
        ...

    async def release(self, key: str, *, at: datetime) -> bool:
        """Give an open hold back; False when there is none."""
        ...

    async def credit(self, entry: LedgerEntry) -> bool:
        """Book a positive entry, opening the account if need be; False when its key is booked already."""
        ...

    async def is_booked(self, key: str) -> bool:
        """Whether there is a ledger entry with that key, of whatever account."""
        ...

    async def balance(self, account: str, *, since: datetime) -> Balance:
        """``spent_today`` sums what was spent since that moment: see SPENDING. An unknown account is empty."""
        ...

    async def history(self, account: str, *, limit: int, before: str | None = None) -> Sequence[LedgerEntry]:
        """Latest first; only those before the one with the key ``before``. Raises NotFoundError."""
        ...

    async def open_holds(self, account: str, *, limit: int) -> Sequence[OpenHold]:
        """Oldest first."""
        ...

    async def spending(self, account: str, *, bounds: Sequence[datetime]) -> Sequence[Spent]:
        """What was spent in each span between two ``bounds``, ascending ones, by channel; nothing is left out."""
        ...

    async def last_credit_key(self, account: str) -> str | None:
        """Key of the latest positive entry: names the time since the account was last filled."""
        ...
