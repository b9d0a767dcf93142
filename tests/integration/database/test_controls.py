"""The owner stops answering while many turns are being paid for, on a real server."""

import asyncio
from decimal import Decimal

import pytest

from adapters.outbound.database.engine import Database
from adapters.outbound.database.storage import SqlStorage
from domain.answering import AnsweringControls, Stop
from domain.balance import Balance
from ports.storage import UnitOfWork
from tests.contracts.rows import add_credit, get_balance
from tests.factories import MOMENT, make_hold

ACCOUNT = "an account"
STOP = AnsweringControls(stop=Stop(at=MOMENT, by="ann", reason=""))


@pytest.fixture
def database(mariadb_database: Database) -> Database:
    """Only the server: what writes to SQLite is serialised before it gets there."""
    return mariadb_database


async def fund(storage: SqlStorage) -> bool:
    async def work(uow: UnitOfWork) -> bool:
        if (await uow.controls.hold_still()).is_stopped:
            return False
        await uow.accounts.hold(make_hold(account=ACCOUNT, amount=Decimal("5.00")), at=MOMENT)
        return True

    return await storage.run(work)


async def stop(storage: SqlStorage) -> Balance:
    """What is held when the stop has returned."""

    async def work(uow: UnitOfWork) -> None:
        await uow.controls.lock()
        await uow.controls.save(STOP)

    await storage.run(work)
    return await get_balance(storage, ACCOUNT)


@pytest.mark.parametrize("is_fresh", [True, False], ids=["the row is not there yet", "the row is there"])
async def test_nothing_is_held_after_the_stop_has_returned(storage: SqlStorage, is_fresh: bool) -> None:
    await add_credit(storage, ACCOUNT, "5000.00")
    if not is_fresh:
        await fund(storage)

    tries = [asyncio.create_task(fund(storage)) for _ in range(200)]
    await asyncio.wait(tries, return_when=asyncio.FIRST_COMPLETED)
    at_the_stop = await stop(storage)
    await asyncio.gather(*tries)

    assert not await fund(storage)
    assert (await get_balance(storage, ACCOUNT)).held == at_the_stop.held > 0


async def test_stop_waits_for_whoever_is_paying(storage: SqlStorage) -> None:
    await add_credit(storage, ACCOUNT, "10.00")
    looked, go_on = asyncio.Event(), asyncio.Event()

    async def slowly(uow: UnitOfWork) -> None:
        assert not (await uow.controls.hold_still()).is_stopped
        looked.set()
        await go_on.wait()
        await uow.accounts.hold(make_hold(account=ACCOUNT, amount=Decimal("5.00")), at=MOMENT)

    await fund(storage)
    paying = asyncio.create_task(storage.run(slowly))
    await looked.wait()
    stopping = asyncio.create_task(stop(storage))
    await asyncio.sleep(0.05)
    assert not stopping.done()

    go_on.set()
    await asyncio.gather(paying, stopping)

    assert stopping.result().held == Decimal("10.00")
