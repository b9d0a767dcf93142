"""Rules of the money that the port leaves to the storage."""

from datetime import timedelta
from decimal import Decimal

import pytest
from sqlalchemy import insert, select, update
from sqlalchemy.exc import DBAPIError

from adapters.outbound.database.engine import Database
from adapters.outbound.database.schema import accounts, holds
from adapters.outbound.database.transaction import transact
from domain.balance import HoldOutcome
from domain.money import ZERO
from ports.storage import Storage
from tests.contracts.rows import add_credit, capture, get_balance, hold, release
from tests.factories import TODAY, make_entry, make_hold

ACCOUNT = "an account"
LIMIT = Decimal("10.00")


async def test_counts_into_the_new_day_when_a_machine_is_still_in_the_old_one(storage: Storage) -> None:
    await add_credit(storage, ACCOUNT, "100.00")
    tomorrow = TODAY + timedelta(days=1)
    await hold(storage, make_hold(account=ACCOUNT, day=tomorrow, daily_limit=LIMIT))
    await hold(storage, make_hold(account=ACCOUNT, day=TODAY, daily_limit=LIMIT))

    late = await hold(storage, make_hold(account=ACCOUNT, day=tomorrow, daily_limit=LIMIT))

    assert late is HoldOutcome.DAILY_LIMIT_REACHED


async def test_leaves_the_new_day_alone_when_a_hold_of_the_old_one_is_released(storage: Storage) -> None:
    await add_credit(storage, ACCOUNT, "100.00")
    old = make_hold(account=ACCOUNT)
    await hold(storage, old)
    tomorrow = TODAY + timedelta(days=1)
    for _ in range(2):
        await hold(storage, make_hold(account=ACCOUNT, day=tomorrow, daily_limit=LIMIT))

    await release(storage, old.key)

    one_more = await hold(storage, make_hold(account=ACCOUNT, day=tomorrow, daily_limit=LIMIT))
    assert one_more is HoldOutcome.DAILY_LIMIT_REACHED


async def test_holds_anew_when_the_key_was_released(storage: Storage) -> None:
    await add_credit(storage, ACCOUNT, "5.00")
    request = make_hold(account=ACCOUNT)
    await hold(storage, request)
    await release(storage, request.key)

    assert await hold(storage, request) is HoldOutcome.HELD
    assert (await get_balance(storage, ACCOUNT)).held == Decimal("5.00")
    assert await capture(storage, request.key) == Decimal("5.00")


async def test_keeps_no_trace_of_a_hold_when_it_was_refused(database: Database, storage: Storage) -> None:
    await add_credit(storage, ACCOUNT, "5.00")
    released, refused = make_hold(account=ACCOUNT), make_hold(account=ACCOUNT)
    await hold(storage, released)
    await release(storage, released.key)
    await hold(storage, make_hold(account=ACCOUNT))

    assert await hold(storage, refused) is HoldOutcome.BALANCE_EXHAUSTED
    assert await hold(storage, released) is HoldOutcome.BALANCE_EXHAUSTED

    async with database.reading() as connection:
        states = await connection.execute(select(holds.c.key, holds.c.state))
        kept = {row.key: row.state for row in states}
    assert refused.key not in kept
    assert kept[released.key] == "released"
    assert [await capture(storage, key) for key in (refused.key, released.key)] == [ZERO, ZERO]


async def test_holds_nothing_at_no_price_when_the_account_is_unknown(storage: Storage) -> None:
    free = make_hold(account=ACCOUNT, amount=ZERO)

    assert await hold(storage, free) is HoldOutcome.HELD
    assert await capture(storage, free.key) == ZERO


async def test_refuses_a_credit_when_it_takes(storage: Storage) -> None:
    entry = make_entry(account=ACCOUNT, amount=Decimal("-1.00"))

    with pytest.raises(ValueError, match=r"-1\.00"):
        await storage.run(lambda uow: uow.accounts.credit(entry))


@pytest.mark.parametrize(
    "impossible", [{"balance_kopecks": -1}, {"held_kopecks": -1}, {"held_kopecks": 501, "balance_kopecks": 500}]
)
async def test_refuses_an_account_when_a_fault_of_ours_would_overdraw_it(
    database: Database, impossible: dict[str, int]
) -> None:
    row = {"key": ACCOUNT, "balance_kopecks": 500, "held_kopecks": 0, "day": TODAY, "day_used_kopecks": 0}
    async with database.writing() as connection:
        await connection.execute(insert(accounts).values(row))

    with pytest.raises(DBAPIError):
        await transact(database, lambda connection: connection.execute(update(accounts).values(impossible)))
