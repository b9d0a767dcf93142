"""Many at once, on a real server: nothing is lost, nothing is done twice."""

import asyncio
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest
from sqlalchemy import func, select

from adapters.outbound.database.engine import Database
from adapters.outbound.database.event_inbox import GroupCommitInbox
from adapters.outbound.database.schema import accounts, events, holds, ledger_entries
from adapters.outbound.database.storage import SqlStorage
from domain.balance import HoldOutcome, HoldState
from domain.identifiers import ConversationId, TurnId
from domain.money import ZERO
from domain.notification import ClaimedNotification, Notification
from domain.turn import ClaimedTurn, Turn
from ports.storage import UnitOfWork
from tests.contracts import notification_order as notifications
from tests.contracts.rows import LONG, add_conversation, add_credit, capture, claim_turns, get_balance, hold
from tests.factories import make_event, make_hold, make_id, make_new_message, make_notification, make_turn

ACCOUNT = "an account"


@pytest.fixture
def database(mariadb_database: Database) -> Database:
    """Only the server: what writes to SQLite is serialised before it gets there."""
    return mariadb_database


async def test_holds_for_700_when_1000_want_one_and_the_money_is_for_700(
    database: Database, storage: SqlStorage
) -> None:
    await add_credit(storage, ACCOUNT, "3500.00")
    requests = [make_hold(account=ACCOUNT, amount=Decimal("5.00")) for _ in range(1_000)]

    outcomes = await asyncio.gather(*(hold(storage, request) for request in requests))
    held = [request.key for request, outcome in zip(requests, outcomes, strict=True) if outcome is HoldOutcome.HELD]
    charged = await asyncio.gather(*(capture(storage, key) for key in held * 2))

    assert Counter(outcomes) == {HoldOutcome.HELD: 700, HoldOutcome.BALANCE_EXHAUSTED: 300}
    assert sum(charged) == Decimal("3500.00")
    balance = await get_balance(storage, ACCOUNT)
    assert (balance.available, balance.held, balance.spent_today) == (ZERO, ZERO, Decimal("3500.00"))
    async with database.reading() as connection:
        booked = await connection.execute(select(func.sum(ledger_entries.c.amount_kopecks)))
        assert booked.scalar_one() == 0
        states = await connection.execute(select(holds.c.state, func.count()).group_by(holds.c.state))
        assert [tuple(row) for row in states] == [(HoldState.CAPTURED.value, 700)]
        assert (await connection.execute(select(accounts.c.balance_kopecks))).scalar_one() == 0


async def test_gives_each_turn_once_and_one_of_a_conversation_when_16_workers_claim_500(storage: SqlStorage) -> None:
    conversations = [(await add_conversation(storage)).id for _ in range(100)]
    turns = [make_turn(conversation_id=conversations[number % 100]) for number in range(500)]
    await _owe(storage, turns)
    active: set[ConversationId] = set()
    done: list[TurnId] = []

    async def work(owner: str) -> None:
        idle = 0
        while len(done) < len(turns):
            claimed = await claim_turns(storage, owner, limit=5)
            idle = 0 if claimed else idle + 1
            assert idle < 1_000
            await asyncio.gather(*(answer(one) for one in claimed))

    async def answer(one: ClaimedTurn) -> None:
        assert one.turn.conversation_id not in active
        active.add(one.turn.conversation_id)
        await storage.run(lambda uow: uow.turns.save(one.turn.fund(), lease=one.lease))
        active.remove(one.turn.conversation_id)
        done.append(one.turn.id)
        await storage.run(lambda uow: uow.turns.save(one.turn.decline("why"), lease=one.lease))

    await asyncio.gather(*(work(f"worker {number}") for number in range(16)))

    assert sorted(done) == sorted(turn.id for turn in turns)


async def test_numbers_without_holes_when_8_tasks_write_into_one_conversation(storage: SqlStorage) -> None:
    conversation = await add_conversation(storage)
    keys = [f"message {number}" for number in range(100)]

    async def write(key: str) -> bool:
        message = make_new_message(conversation_id=conversation.id, natural_key=key)
        _, is_new = await storage.run(lambda uow: uow.messages.add(message))
        return is_new

    async def write_some(number: int) -> list[bool]:
        # Every key is written by two tasks.
        return [await write(key) for key in keys[number % 4 :: 4]]

    written = await asyncio.gather(*(write_some(number) for number in range(8)))

    assert Counter(new for some in written for new in some) == {True: 100, False: 100}
    recorded = await storage.read(lambda uow: uow.messages.after(conversation.id, seq=0, limit=1_000))
    assert [message.seq for message in recorded] == list(range(1, 101))


async def test_opens_one_conversation_when_many_events_of_a_thread_arrive(storage: SqlStorage) -> None:
    template = await add_conversation(storage)

    async def arrive() -> ConversationId:
        async def work(uow: UnitOfWork) -> ConversationId:
            fresh = replace(template, id=ConversationId(make_id()), key="vk_comment:-1:7")
            found = await uow.conversations.by_key("vk_comment:-1:7", new=fresh)
            await uow.messages.add(make_new_message(conversation_id=found.id))
            return found.id

        return await storage.run(work)

    assert len(set(await asyncio.gather(*(arrive() for _ in range(50))))) == 1


async def test_stores_each_event_once_when_each_comes_three_times_at_once(
    database: Database, storage: SqlStorage
) -> None:
    arriving = [make_event() for _ in range(200)]
    repeats = [replace(event, id=make_event().id) for event in arriving]

    async with GroupCommitInbox(database) as one, GroupCommitInbox(database) as other:
        three_times = zip((one, other, one), (arriving, repeats, repeats), strict=True)
        await asyncio.gather(*(inbox.store(event) for inbox, batch in three_times for event in batch))

    async with database.reading() as connection:
        assert (await connection.execute(select(func.count()).select_from(events))).scalar_one() == 200


async def test_gives_each_event_once_when_8_workers_claim(database: Database, storage: SqlStorage) -> None:
    async with GroupCommitInbox(database) as inbox:
        await asyncio.gather(*(inbox.store(make_event()) for _ in range(200)))
    taken: list[bytes] = []

    async def work() -> None:
        while claimed := await storage.run(lambda uow: uow.events.claim(limit=10, lease=LONG)):
            taken.extend(one.event.event_id for one in claimed)

    await asyncio.gather(*(work() for _ in range(8)))
    await work()

    assert Counter(Counter(taken).values()) == {1: 200}


async def test_delivers_each_lane_in_order_when_workers_take_turns(storage: SqlStorage) -> None:
    lanes = [None, *(notifications.make_lane() for _ in range(4))]
    added = [make_notification(conversation_id=lanes[number % 5]) for number in range(100)]
    for notification in added:
        await notifications.add(storage, notification)
    delivered: list[Notification] = []

    async def work() -> None:
        while len(delivered) < len(added):
            batch = await notifications.claim(storage, limit=7)
            delivered.extend(one.notification for one in batch[:4])
            # Some are given back, as after a failure: they keep their place.
            await _give_back(storage, batch[4:])
            await notifications.delivered(storage, *batch[:4])

    await asyncio.gather(*(work() for _ in range(4)))

    for lane in lanes:
        assert [each for each in delivered if each.conversation_id == lane] == [
            each for each in added if each.conversation_id == lane
        ]


async def _give_back(storage: SqlStorage, claimed: Sequence[ClaimedNotification]) -> None:
    await storage.run(lambda uow: uow.notifications.give_back(claimed))


async def _owe(storage: SqlStorage, turns: Sequence[Turn]) -> None:
    async def owe(uow: UnitOfWork) -> None:
        for turn in turns:
            await uow.turns.add(turn, after=timedelta())

    await storage.run(owe)
