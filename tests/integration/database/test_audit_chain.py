"""The chain on real databases: what only SQL can spoil, late commits, and several who seal at once."""

import asyncio
from decimal import Decimal

import pytest
from sqlalchemy import text

from adapters.outbound.database.chain_auditor import SqlChainAuditor
from adapters.outbound.database.engine import Database
from adapters.outbound.database.storage import SqlStorage
from application.audit.check_chain import CheckChain
from application.audit.seal_overlooked import SealOverlooked
from application.audit.seal_records import SealRecords
from ports.chain_auditor import ChainAuditor
from ports.storage import Storage, UnitOfWork
from tests.contracts.act_repository import add as add_act
from tests.contracts.chain_auditor import ChainAuditorContract
from tests.contracts.link_repository import credits_
from tests.contracts.rows import add_credit
from tests.factories import make_act, make_entry
from tests.fakes.clock import FakeClock


@pytest.fixture
def auditor(database_url: str, database: Database) -> ChainAuditor:
    return SqlChainAuditor(database_url)


@pytest.fixture
def seal(storage: Storage) -> SealRecords:
    return SealRecords(storage=storage, clock=FakeClock())


class TestSqlChainAuditor(ChainAuditorContract):
    pass


@pytest.mark.parametrize(
    ("statement", "link", "says"),
    [
        ("UPDATE ledger_entries SET amount_kopecks = 1 WHERE position = {}", 2, "entry {} is not what was sealed"),
        ("UPDATE ledger_entries SET reason = 'a gift' WHERE position = {}", 2, "entry {} is not what was sealed"),
        ("DELETE FROM ledger_entries WHERE position = {}", 2, "entry {} is gone"),
        ("DELETE FROM audit_links WHERE number = 2", 2, "the link is missing; the next one there is 3"),
        ("UPDATE audit_links SET kind = 'other' WHERE number = 2", 2, "the link is not what was sealed"),
        ("UPDATE audit_links SET hash = digest WHERE number = 2", 2, "the link is not what was sealed"),
        ("UPDATE acts SET details = '{{}}'", 4, "act"),
    ],
)
async def test_whatever_is_altered_is_found(
    auditor: ChainAuditor, database: Database, storage: Storage, seal: SealRecords, statement: str, link: int, says: str
) -> None:
    await add_act(storage, make_act(details={"version": 1}))
    second = (await credits_(storage, 3))[1].position
    await seal.execute()
    async with database.writing() as connection:
        await connection.execute(text(statement.format(second)))

    broken = (await CheckChain(auditor=auditor).execute()).broken

    assert broken is not None
    assert broken.id == str(link)
    assert says.format(second) in broken.says


async def test_those_who_seal_at_once_make_one_chain(
    auditor: ChainAuditor, storage: Storage, database: Database
) -> None:
    await credits_(storage, 60)
    others = [SealRecords(storage=SqlStorage(database), clock=FakeClock()) for _ in range(4)]

    async def go_on(one: SealRecords) -> None:
        for _ in range(10):
            await one.execute()
            await add_credit(storage, "community", "1.00")

    await asyncio.gather(*map(go_on, others))
    await others[0].execute()

    report = await CheckChain(auditor=auditor).execute()
    assert report.broken is None
    assert (report.head.number, report.unsealed.count) == (100, 0)


async def test_what_is_killed_between_two_batches_is_gone_on_with(
    auditor: ChainAuditor, storage: Storage, seal: SealRecords, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("application.audit.seal_records.BATCH", 7)
    await credits_(storage, 30)
    for _ in range(6):
        running = asyncio.create_task(seal.execute())
        await asyncio.sleep(0.003)
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)

    while await seal.execute():
        pass

    report = await CheckChain(auditor=auditor).execute()
    assert report.broken is None
    assert (report.head.number, report.unsealed.count) == (30, 0)


async def test_entry_that_is_committed_late_is_sealed(
    mariadb_database: Database,
    shared_mariadb_url: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("adapters.outbound.database.link_repository.OVERLAP", 0)
    storage = SqlStorage(mariadb_database)
    seal = SealRecords(storage=storage, clock=FakeClock())
    walk = SealOverlooked(storage=storage, seal=seal)
    booked, may_end = asyncio.Event(), asyncio.Event()

    async def linger(uow: UnitOfWork) -> None:
        await uow.accounts.credit(make_entry(account="slow", amount=Decimal("1.00")))
        booked.set()
        await may_end.wait()

    slow = asyncio.create_task(storage.run(linger))
    await booked.wait()
    await add_credit(storage, "quick", "1.00")
    await seal.execute()
    await walk.execute()
    may_end.set()
    await slow

    await seal.execute()
    check = CheckChain(auditor=SqlChainAuditor(shared_mariadb_url))
    assert (await check.execute()).unsealed.count == 1
    await walk.execute()
    report = await check.execute()

    assert report.broken is None
    assert (report.head.number, report.unsealed.count) == (2, 0)
