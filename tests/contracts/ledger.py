"""The rules of the money under any order of calls, as a machine that Hypothesis drives."""

import asyncio
from collections.abc import Sequence
from contextlib import suppress
from decimal import Decimal

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from domain.balance import HoldOutcome, LedgerEntry
from domain.money import ZERO, from_kopecks
from ports.storage import Storage, UnitOfWork
from tests.contracts.rows import capture, get_balance, hold, release
from tests.factories import MOMENT, make_entry, make_hold, make_id

AMOUNTS = st.integers(min_value=1, max_value=1_000).map(from_kopecks)
KEYS = st.integers(min_value=0, max_value=7)


class LedgerMachine(RuleBasedStateMachine):
    """
    Keeps its own books beside the storage's and compares them after every step.

    Subclasses give the storage, and close what they opened in ``teardown`` before it.
    """

    def __init__(self) -> None:
        super().__init__()
        self.runner = asyncio.Runner()
        self.storage = self.open_storage()
        self.account = f"account {make_id()}"
        self.open: dict[str, Decimal] = {}
        self.charged: dict[str, Decimal] = {}
        self.credited: dict[str, Decimal] = {}

    def open_storage(self) -> Storage:
        raise NotImplementedError

    def teardown(self) -> None:
        self.runner.close()

    @property
    def available(self) -> Decimal:
        return sum(self.credited.values(), ZERO) - sum(self.charged.values(), ZERO) - sum(self.open.values(), ZERO)

    @rule(number=KEYS, amount=AMOUNTS)
    def credit(self, number: int, amount: Decimal) -> None:
        entry = make_entry(account=self.account, amount=amount, key=f"{self.account}:credit:{number}")

        is_new = self.runner.run(_credit(self.storage, entry))

        assert is_new is (entry.key not in self.credited)
        self.credited.setdefault(entry.key, amount)

    @rule(number=KEYS, amount=AMOUNTS, limit=st.none() | AMOUNTS)
    def hold(self, number: int, amount: Decimal, limit: Decimal | None) -> None:
        key = self._key(number)
        request = make_hold(account=self.account, key=key, amount=amount, daily_limit=limit)

        outcome = self.runner.run(hold(self.storage, request))

        if key in self.open or key in self.charged:
            assert outcome is HoldOutcome.HELD
            return
        assert outcome in self._possible(amount, limit)
        if outcome is HoldOutcome.HELD:
            self.open[key] = amount

    @rule(number=KEYS)
    def capture(self, number: int) -> None:
        key = self._key(number)

        charged = self.runner.run(capture(self.storage, key))

        assert charged == self.open.get(key, ZERO)
        if key in self.open:
            self.charged[key] = self.open.pop(key)

    @rule(number=KEYS)
    def release(self, number: int) -> None:
        key = self._key(number)

        assert self.runner.run(release(self.storage, key)) is (key in self.open)
        self.open.pop(key, None)

    @rule(number=KEYS, amount=AMOUNTS, step=st.sampled_from(["credit", "hold", "capture", "release"]))
    def is_killed(self, number: int, amount: Decimal, step: str) -> None:
        """In the midst of a transaction, when the money has moved already: nothing of it is left."""
        key = self._key(number)

        async def move(uow: UnitOfWork) -> None:
            if step == "credit":
                await uow.accounts.credit(make_entry(account=self.account, amount=amount, key=f"{key}:never"))
            elif step == "hold":
                await uow.accounts.hold(make_hold(account=self.account, key=key, amount=amount), at=MOMENT)
            elif step == "capture":
                await uow.accounts.capture(key, at=MOMENT, reason="killed")
            else:
                await uow.accounts.release(key, at=MOMENT)
            raise asyncio.CancelledError

        with suppress(asyncio.CancelledError):
            self.runner.run(self.storage.run(move))

    @precondition(lambda self: self.open)
    @rule(number=KEYS)
    def race(self, number: int) -> None:
        """Capture and release one key at once: exactly one of them gets it."""
        key = self._key(number)

        charged, given_back = self.runner.run(_race(self.storage, key))

        assert [bool(charged), given_back].count(True) == (key in self.open)
        amount = self.open.pop(key, ZERO)
        if charged:
            assert charged == amount
            self.charged[key] = amount

    @invariant()
    def books_agree(self) -> None:
        balance = self.runner.run(get_balance(self.storage, self.account))

        assert balance.available == self.available >= ZERO
        assert balance.held == sum(self.open.values(), ZERO)
        assert balance.spent_today == sum(self.charged.values(), ZERO)

    @invariant()
    def every_key_is_charged_at_most_once(self) -> None:
        entries = self.runner.run(_history(self.storage, self.account))

        assert len({entry.key for entry in entries}) == len(entries)
        captures = sorted(-entry.amount for entry in entries if entry.amount < ZERO)
        assert captures == sorted(self.charged.values())

    def _key(self, number: int) -> str:
        return f"{self.account}:turn:{number}"

    def _possible(self, amount: Decimal, limit: Decimal | None) -> set[HoldOutcome]:
        """Which of two reasons is told when both hold is left to the storage."""
        reasons = set()
        if amount > self.available:
            reasons.add(HoldOutcome.BALANCE_EXHAUSTED)
        if limit is not None and sum((*self.open.values(), *self.charged.values()), amount) > limit:
            reasons.add(HoldOutcome.DAILY_LIMIT_REACHED)
        return reasons or {HoldOutcome.HELD}


async def _credit(storage: Storage, entry: LedgerEntry) -> bool:
    return await storage.run(lambda uow: uow.accounts.credit(entry))


async def _history(storage: Storage, account: str) -> Sequence[LedgerEntry]:
    return await storage.read(lambda uow: uow.accounts.history(account, limit=1_000))


async def _race(storage: Storage, key: str) -> tuple[Decimal, bool]:
    return await asyncio.gather(capture(storage, key), release(storage, key))
