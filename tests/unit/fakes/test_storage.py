from datetime import timedelta
from decimal import Decimal

import pytest

from domain.errors import StorageUnavailableError
from ports.storage import Storage, UnitOfWork
from tests.contracts.rows import add_conversation, add_credit, add_message, add_person, add_turn, claimed_ids, hold
from tests.contracts.storage import StorageContract
from tests.factories import (
    MOMENT,
    make_deadline,
    make_delivery,
    make_hold,
    make_notification,
    make_person,
    make_session,
)
from tests.fakes.clock import FakeClock
from tests.fakes.storage import FailingStorage, FakeStorage


class TestFakeStorage(StorageContract):
    @pytest.fixture
    def storage(self) -> Storage:
        return FakeStorage()


@pytest.fixture
def storage() -> FakeStorage:
    return FakeStorage()


async def test_stores_nothing_when_it_is_told_to_fail(storage: FakeStorage) -> None:
    storage.fail_next(2)

    for _ in range(2):
        with pytest.raises(StorageUnavailableError):
            await add_person(storage)
    assert storage.people == []
    added = await add_person(storage)
    assert storage.people == [added]


async def test_raises_what_it_was_told_when_it_fails(storage: FakeStorage) -> None:
    storage.fail_next(1, TimeoutError())

    with pytest.raises(TimeoutError):
        await add_person(storage)


async def test_stores_all_the_same_when_the_commits_answer_is_lost(storage: FakeStorage) -> None:
    person = make_person()
    storage.lose_next_commit()

    with pytest.raises(StorageUnavailableError):
        await add_person(storage, person)

    assert storage.people == [person]


async def test_gives_a_turn_out_again_when_its_clock_passes_the_lease(storage: FakeStorage) -> None:
    turn = await add_turn(storage, after=timedelta(seconds=10))

    assert await claimed_ids(storage) == []
    storage.advance(10)
    assert await claimed_ids(storage) == [turn.id]
    storage.now += timedelta(hours=1)
    assert await claimed_ids(storage) == [turn.id]


def test_stands_at_the_given_moment_when_set(storage: FakeStorage) -> None:
    assert storage.now == MOMENT

    storage.now = MOMENT - timedelta(days=1)

    assert storage.now == MOMENT - timedelta(days=1)


def test_follows_the_clock_when_one_is_given() -> None:
    clock = FakeClock(MOMENT)
    storage = FakeStorage(clock=clock)
    storage.advance(60)

    clock.advance(5)

    assert storage.now == MOMENT + timedelta(seconds=65)


async def test_refuses_when_a_transaction_is_begun_inside_another(storage: FakeStorage) -> None:
    async def work(uow: UnitOfWork) -> None:
        await add_person(storage)

    with pytest.raises(AssertionError):
        await storage.run(work)

    await add_person(storage)


async def test_refuses_when_a_reading_work_writes(storage: FakeStorage) -> None:
    with pytest.raises(AssertionError):
        await storage.read(lambda uow: uow.people.add(make_person()))

    assert storage.people == []


async def test_changes_nothing_when_a_unit_of_work_outlives_its_transaction(storage: FakeStorage) -> None:
    async def leak(uow: UnitOfWork) -> UnitOfWork:
        return uow

    leaked = await storage.run(leak)
    await leaked.people.add(make_person())

    assert storage.people == []


async def test_shows_what_is_committed_when_a_test_looks(storage: FakeStorage) -> None:
    conversation = await add_conversation(storage)
    message = await add_message(storage, conversation.id)
    turn = await add_turn(storage)
    delivery, notification = make_delivery(turn_id=turn.id), make_notification()
    deadline, session = make_deadline(message_id=message.id), make_session()
    entry = await add_credit(storage, "community", "7.00")
    request = make_hold()

    async def work(uow: UnitOfWork) -> None:
        await uow.deliveries.add([delivery])
        await uow.notifications.add(notification)
        await uow.deadlines.add(deadline)
        await uow.sessions.add(session)

    await storage.run(work)
    await hold(storage, request)

    assert conversation.id in {found.id for found in storage.conversations}
    assert storage.messages[0] == message
    assert storage.turns == [turn]
    assert storage.deliveries == [delivery]
    assert storage.notifications == storage.pending_notifications == [notification]
    assert storage.deadlines == [deadline]
    assert storage.sessions == [session]
    assert storage.entries == [entry]
    assert [held.key for held in storage.holds] == [request.key]
    assert (await storage.balance()).available == Decimal("2.00")


async def test_never_answers_when_the_database_is_down() -> None:
    storage: Storage = FailingStorage()

    with pytest.raises(StorageUnavailableError):
        await add_person(storage)
    with pytest.raises(StorageUnavailableError):
        await storage.read(lambda uow: uow.turns.latest(limit=1))
