"""What every store of the money must do."""

import asyncio
from collections import Counter
from datetime import timedelta
from decimal import Decimal

from domain.balance import Balance, EntryKind, HoldOutcome, HoldRequest, LedgerEntry
from domain.money import ZERO
from ports.storage import Storage
from tests.contracts.rows import add_credit, capture, get_balance, hold, release
from tests.factories import MOMENT, TODAY, make_entry, make_hold

ACCOUNT = "an account"
FIVE = Decimal("5.00")


def balance(available: str, *, held: str = "0.00", spent: str = "0.00") -> Balance:
    return Balance(available=Decimal(available), held=Decimal(held), spent_today=Decimal(spent))


def price(*, limit: str | None = None, **overrides: object) -> HoldRequest:
    return make_hold(account=ACCOUNT, daily_limit=None if limit is None else Decimal(limit), **overrides)


async def history(storage: Storage, *, limit: int = 10) -> list[LedgerEntry]:
    return list(await storage.read(lambda uow: uow.accounts.history(ACCOUNT, limit=limit)))


class AccountRepositoryContract:
    async def test_is_empty_when_the_account_is_unknown(self, storage: Storage) -> None:
        assert await get_balance(storage, ACCOUNT) == balance("0.00")
        assert await history(storage) == []
        assert await storage.read(lambda uow: uow.accounts.last_credit_key(ACCOUNT)) is None

    async def test_adds_to_what_is_available_when_credited(self, storage: Storage) -> None:
        await add_credit(storage, ACCOUNT, "500.00")
        await add_credit(storage, ACCOUNT, "0.01")

        assert await get_balance(storage, ACCOUNT) == balance("500.01")

    async def test_books_once_when_a_credit_is_repeated(self, storage: Storage) -> None:
        entry = make_entry(account=ACCOUNT, amount=Decimal("7.50"))

        booked = [await storage.run(lambda uow: uow.accounts.credit(entry)) for _ in range(2)]

        assert booked == [True, False]
        assert await get_balance(storage, ACCOUNT) == balance("7.50")

    async def test_keeps_accounts_apart_when_there_are_several(self, storage: Storage) -> None:
        await add_credit(storage, ACCOUNT, "10.00")

        assert await hold(storage, make_hold(account="another account")) is HoldOutcome.BALANCE_EXHAUSTED
        assert await get_balance(storage, "another account") == balance("0.00")

    async def test_reserves_when_the_amount_is_available(self, storage: Storage) -> None:
        await add_credit(storage, ACCOUNT, "12.00")

        assert await hold(storage, price()) is HoldOutcome.HELD
        assert await get_balance(storage, ACCOUNT) == balance("7.00", held="5.00")

    async def test_reserves_the_last_kopeck_when_the_amount_is_just_available(self, storage: Storage) -> None:
        await add_credit(storage, ACCOUNT, "5.00")

        assert await hold(storage, price()) is HoldOutcome.HELD
        assert await get_balance(storage, ACCOUNT) == balance("0.00", held="5.00")

    async def test_reserves_nothing_when_a_kopeck_is_missing(self, storage: Storage) -> None:
        await add_credit(storage, ACCOUNT, "4.99")

        assert await hold(storage, price()) is HoldOutcome.BALANCE_EXHAUSTED
        assert await get_balance(storage, ACCOUNT) == balance("4.99")

    async def test_reserves_nothing_when_the_account_is_unknown(self, storage: Storage) -> None:
        assert await hold(storage, price()) is HoldOutcome.BALANCE_EXHAUSTED
        assert await get_balance(storage, ACCOUNT) == balance("0.00")

    async def test_reserves_once_when_the_key_is_held_already(self, storage: Storage) -> None:
        await add_credit(storage, ACCOUNT, "5.00")
        request = price()
        await hold(storage, request)

        assert await hold(storage, request) is HoldOutcome.HELD
        assert await get_balance(storage, ACCOUNT) == balance("0.00", held="5.00")

    async def test_charges_what_was_held_when_captured(self, storage: Storage) -> None:
        await add_credit(storage, ACCOUNT, "12.00")
        request = price()
        await hold(storage, request)

        assert await capture(storage, request.key) == FIVE
        assert await get_balance(storage, ACCOUNT) == balance("7.00", spent="5.00")

    async def test_charges_once_when_captured_twice(self, storage: Storage) -> None:
        await add_credit(storage, ACCOUNT, "12.00")
        request = price()
        await hold(storage, request)
        await capture(storage, request.key)

        assert await capture(storage, request.key) == ZERO
        assert await get_balance(storage, ACCOUNT) == balance("7.00", spent="5.00")

    async def test_charges_nothing_when_nothing_was_held(self, storage: Storage) -> None:
        await add_credit(storage, ACCOUNT, "12.00")

        assert await capture(storage, "never held") == ZERO
        assert await get_balance(storage, ACCOUNT) == balance("12.00")

    async def test_charges_nothing_when_the_hold_was_released(self, storage: Storage) -> None:
        await add_credit(storage, ACCOUNT, "12.00")
        request = price()
        await hold(storage, request)
        await release(storage, request.key)

        assert await capture(storage, request.key) == ZERO
        assert await get_balance(storage, ACCOUNT) == balance("12.00")

    async def test_charges_no_more_when_a_captured_key_is_held_again(self, storage: Storage) -> None:
        await add_credit(storage, ACCOUNT, "12.00")
        request = price()
        await hold(storage, request)
        await capture(storage, request.key)

        assert await hold(storage, request) is HoldOutcome.HELD
        assert await capture(storage, request.key) == ZERO
        assert await get_balance(storage, ACCOUNT) == balance("7.00", spent="5.00")

    async def test_gives_the_amount_back_when_released(self, storage: Storage) -> None:
        await add_credit(storage, ACCOUNT, "5.00")
        request = price()
        await hold(storage, request)

        assert await release(storage, request.key) is True
        assert await get_balance(storage, ACCOUNT) == balance("5.00")
        assert await hold(storage, price()) is HoldOutcome.HELD

    async def test_gives_nothing_back_when_there_is_no_open_hold(self, storage: Storage) -> None:
        await add_credit(storage, ACCOUNT, "20.00")
        captured, released = price(), price()
        await hold(storage, captured)
        await hold(storage, released)
        await capture(storage, captured.key)
        await release(storage, released.key)

        assert [await release(storage, key) for key in (captured.key, released.key, "never held")] == [False] * 3
        assert await get_balance(storage, ACCOUNT) == balance("15.00", spent="5.00")

    async def test_reserves_nothing_when_the_daily_limit_would_be_passed(self, storage: Storage) -> None:
        await add_credit(storage, ACCOUNT, "100.00")
        captured = price(limit="12.00")
        await hold(storage, captured)
        await capture(storage, captured.key)
        await hold(storage, price(limit="12.00"))

        assert await hold(storage, price(limit="12.00")) is HoldOutcome.DAILY_LIMIT_REACHED
        assert await get_balance(storage, ACCOUNT) == balance("90.00", held="5.00", spent="5.00")

    async def test_reserves_when_the_daily_limit_is_just_reached(self, storage: Storage) -> None:
        await add_credit(storage, ACCOUNT, "100.00")
        await hold(storage, price(limit="10.00"))

        assert await hold(storage, price(limit="10.00")) is HoldOutcome.HELD

    async def test_reserves_when_what_counted_against_the_limit_was_released(self, storage: Storage) -> None:
        await add_credit(storage, ACCOUNT, "100.00")
        first = price(limit="5.00")
        await hold(storage, first)
        await release(storage, first.key)

        assert await hold(storage, price(limit="5.00")) is HoldOutcome.HELD

    async def test_reserves_when_another_day_begins(self, storage: Storage) -> None:
        await add_credit(storage, ACCOUNT, "100.00")
        await hold(storage, price(limit="5.00"))

        tomorrow = price(limit="5.00", day=TODAY + timedelta(days=1))
        assert await hold(storage, tomorrow) is HoldOutcome.HELD

    async def test_keeps_the_limit_when_what_another_day_held_is_released(self, storage: Storage) -> None:
        await add_credit(storage, ACCOUNT, "100.00")
        yesterday = price(limit="5.00", day=TODAY - timedelta(days=1))
        await hold(storage, yesterday)
        await hold(storage, price(limit="5.00"))

        await release(storage, yesterday.key)

        assert await hold(storage, price(limit="5.00")) is HoldOutcome.DAILY_LIMIT_REACHED

    async def test_reserves_anew_when_a_released_key_is_held_again(self, storage: Storage) -> None:
        await add_credit(storage, ACCOUNT, "5.00")
        request = price()
        await hold(storage, request)
        await release(storage, request.key)

        assert await hold(storage, request) is HoldOutcome.HELD
        assert await get_balance(storage, ACCOUNT) == balance("0.00", held="5.00")
        assert await capture(storage, request.key) == FIVE

    async def test_forgets_the_key_when_nothing_could_be_reserved(self, storage: Storage) -> None:
        request = price()
        await hold(storage, request)
        await add_credit(storage, ACCOUNT, "5.00")

        assert await capture(storage, request.key) == ZERO
        assert await hold(storage, request) is HoldOutcome.HELD
        assert await get_balance(storage, ACCOUNT) == balance("0.00", held="5.00")

    async def test_sums_captures_when_they_are_not_older_than_the_moment(self, storage: Storage) -> None:
        await add_credit(storage, ACCOUNT, "100.00")
        for hours in (-1, 0, 1):
            request = price()
            await hold(storage, request)
            await capture(storage, request.key, at=MOMENT + timedelta(hours=hours))

        assert await get_balance(storage, ACCOUNT) == balance("85.00", spent="10.00")

    async def test_tells_entries_latest_first_when_asked_for_the_history(self, storage: Storage) -> None:
        old = make_entry(account=ACCOUNT, kind=EntryKind.STARTING, reason="стартовый баланс")
        new = make_entry(account=ACCOUNT, at=MOMENT + timedelta(hours=1))
        request = price()
        await storage.run(lambda uow: uow.accounts.credit(old))
        await storage.run(lambda uow: uow.accounts.credit(new))
        await hold(storage, request)
        at = MOMENT + timedelta(hours=2)
        await capture(storage, request.key, at=at)

        captured, *credited = await history(storage)

        assert credited == [new, old]
        assert (captured.kind, captured.amount, captured.at) == (EntryKind.CAPTURE, -FIVE, at)
        assert (captured.account, captured.reason) == (ACCOUNT, "an answer")
        assert await history(storage, limit=1) == [captured]

    async def test_names_the_latest_credit_when_captures_follow_it(self, storage: Storage) -> None:
        await add_credit(storage, ACCOUNT, "100.00")
        latest = make_entry(account=ACCOUNT, at=MOMENT + timedelta(hours=1))
        request = price()
        await storage.run(lambda uow: uow.accounts.credit(latest))
        await hold(storage, request)
        at = MOMENT + timedelta(hours=2)
        await capture(storage, request.key, at=at)

        assert await storage.read(lambda uow: uow.accounts.last_credit_key(ACCOUNT)) == latest.key

    async def test_never_overdraws_when_many_reserve_at_once(self, storage: Storage) -> None:
        await add_credit(storage, ACCOUNT, "17.00")

        outcomes = await asyncio.gather(*(hold(storage, price()) for _ in range(8)))

        assert Counter(outcomes) == {HoldOutcome.HELD: 3, HoldOutcome.BALANCE_EXHAUSTED: 5}
        assert await get_balance(storage, ACCOUNT) == balance("2.00", held="15.00")

    async def test_keeps_the_daily_limit_when_many_reserve_at_once(self, storage: Storage) -> None:
        await add_credit(storage, ACCOUNT, "100.00")

        outcomes = await asyncio.gather(*(hold(storage, price(limit="10.00")) for _ in range(6)))

        assert Counter(outcomes) == {HoldOutcome.HELD: 2, HoldOutcome.DAILY_LIMIT_REACHED: 4}

    async def test_charges_once_when_one_key_is_raced(self, storage: Storage) -> None:
        await add_credit(storage, ACCOUNT, "100.00")
        request = price()

        await asyncio.gather(*(hold(storage, request) for _ in range(4)))
        charged = await asyncio.gather(*(capture(storage, request.key) for _ in range(4)))

        assert sum(charged) == FIVE
        assert await get_balance(storage, ACCOUNT) == balance("95.00", spent="5.00")

    async def test_charges_or_gives_back_when_both_are_raced(self, storage: Storage) -> None:
        await add_credit(storage, ACCOUNT, "100.00")
        request = price()
        await hold(storage, request)

        charged, given_back = await asyncio.gather(capture(storage, request.key), release(storage, request.key))

        assert (charged == FIVE) is not given_back
        assert (await get_balance(storage, ACCOUNT)).available == Decimal("100.00") - charged
