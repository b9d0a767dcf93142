"""The books on real databases: what only SQL can spoil, and what others write meanwhile."""

import asyncio
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import func, select, text, update

from adapters.outbound.database.auditor import SqlAuditor
from adapters.outbound.database.engine import Database
from adapters.outbound.database.schema import accounts, ledger_entries
from adapters.outbound.database.storage import SqlStorage
from application.balance.check_balance import CheckBalance
from domain.audit import Discrepancy, Flaw
from domain.balance import COMMUNITY_ACCOUNT
from domain.errors import StorageUnavailableError
from domain.message import Author
from domain.turn import TurnState
from ports.auditor import Auditor
from ports.storage import Storage, UnitOfWork
from tests.contracts.auditor import AuditorContract, complete
from tests.contracts.rows import LONG, add_credit
from tests.factories import MOMENT, make_conversation, make_hold, make_new_message, make_notification, make_turn


@pytest.fixture
def auditor(database_url: str, database: Database) -> Auditor:
    return SqlAuditor(database_url)


class TestSqlAuditor(AuditorContract):
    pass


async def spoil(database: Database, **stored: Any) -> None:
    async with database.writing() as connection:
        await connection.execute(update(accounts).where(accounts.c.key == COMMUNITY_ACCOUNT).values(stored))


async def test_finds_that_stored_sums_differ(auditor: Auditor, database: Database, storage: Storage) -> None:
    await add_credit(storage, COMMUNITY_ACCOUNT, "100.00")
    await complete(storage)
    await spoil(database, balance_kopecks=9_600, held_kopecks=500)

    assert await CheckBalance(auditor=auditor).execute(limit=10) == [
        Discrepancy(flaw=Flaw.BALANCE_DIFFERS, id=COMMUNITY_ACCOUNT, says="stored 96.00, entries 95.00"),
        Discrepancy(flaw=Flaw.HELD_DIFFERS, id=COMMUNITY_ACCOUNT, says="stored 5.00, open holds 0.00"),
    ]


async def test_finds_an_account_that_is_not_there(auditor: Auditor, database: Database, storage: Storage) -> None:
    await add_credit(storage, COMMUNITY_ACCOUNT, "100.00")
    async with database.writing() as connection:
        await connection.execute(text("DELETE FROM accounts"))

    (found,) = await CheckBalance(auditor=auditor).execute(limit=10)

    assert (found.flaw, found.says) == (Flaw.BALANCE_DIFFERS, "stored 0.00, entries 100.00")


async def test_finds_nothing_at_any_moment_when_turns_settle_meanwhile(auditor: Auditor, storage: SqlStorage) -> None:
    await add_credit(storage, COMMUNITY_ACCOUNT, "1000.00")
    check = CheckBalance(auditor=auditor)

    async def settle(uow: UnitOfWork) -> None:
        turn = make_turn(state=TurnState.SETTLED)
        await uow.conversations.add(make_conversation(id=turn.conversation_id))
        await uow.turns.add(turn, after=LONG)
        await uow.messages.add(
            make_new_message(conversation_id=turn.conversation_id, author=Author.ASSISTANT, turn_id=turn.id)
        )
        await uow.notifications.add(make_notification(key=f"responses:{turn.id}"))
        await uow.accounts.hold(make_hold(key=turn.hold_key, amount=Decimal("5.00")), at=MOMENT)
        await uow.accounts.capture(turn.hold_key, at=MOMENT, reason="an answer")

    async def work() -> None:
        for _ in range(40):
            await storage.run(settle)

    working = asyncio.gather(work(), work())
    while not working.done():
        assert await check.execute(limit=10) == []
    await working

    assert await check.execute(limit=10) == []


async def test_sees_one_moment_however_much_is_written_meanwhile(database: Database, storage: Storage) -> None:
    counted = select(func.count()).select_from(ledger_entries)
    await add_credit(storage, COMMUNITY_ACCOUNT, "1.00")

    async with database.snapshot() as connection:
        before = (await connection.execute(counted)).scalar_one()
        await add_credit(storage, COMMUNITY_ACCOUNT, "1.00")
        after = (await connection.execute(counted)).scalar_one()
    async with database.reading() as connection:
        later = (await connection.execute(counted)).scalar_one()

    assert (before, after, later) == (1, 1, 2)


async def test_changes_nothing(auditor: Auditor, database: Database, storage: Storage) -> None:
    await add_credit(storage, COMMUNITY_ACCOUNT, "100.00")
    await complete(storage)
    first = await auditor.read(limit=10)

    assert await auditor.read(limit=10) == first


async def test_raises_when_the_database_does_not_answer() -> None:
    with pytest.raises(StorageUnavailableError):
        await SqlAuditor("mysql://somebody:secret@127.0.0.1:9/otklik").read(limit=10)
