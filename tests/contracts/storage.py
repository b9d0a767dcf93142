"""What every storage must do with transactions."""

import asyncio
from functools import partial

import pytest

from domain.errors import LoginTakenError, NotFoundError
from domain.identifiers import PersonId
from domain.person import Person
from ports.storage import Lane, Storage, UnitOfWork
from tests.contracts.rows import add_conversation, add_credit, add_message, add_person, get_balance, get_conversation
from tests.factories import make_conversation, make_hold, make_new_message, make_person, make_user

HANGS = 20
"""Seconds after which a test has hung; none waits for so long."""


async def exists(storage: Storage, id_: PersonId) -> bool:
    try:
        await storage.read(lambda uow: uow.people.get(id_))
    except NotFoundError:
        return False
    return True


class StorageContract:
    async def test_gives_what_the_work_gave_when_it_returns(self, storage: Storage) -> None:
        person = make_person()

        async def work(uow: UnitOfWork) -> PersonId:
            await uow.people.add(person)
            return person.id

        assert await storage.run(work) == person.id
        assert await exists(storage, person.id)

    async def test_sees_what_it_wrote_when_still_inside(self, storage: Storage) -> None:
        person = make_person()

        async def work(uow: UnitOfWork) -> Person:
            await uow.people.add(person)
            return await uow.people.get(person.id)

        assert await storage.run(work) == person

    async def test_stores_nothing_when_the_work_raises(self, storage: Storage) -> None:
        person, conversation = make_person(), make_conversation()
        await add_credit(storage, "an account", "5.00")

        async def work(uow: UnitOfWork) -> None:
            await uow.people.add(person)
            await uow.conversations.add(conversation)
            await uow.messages.add(make_new_message(conversation_id=conversation.id))
            await uow.accounts.hold(make_hold(account="an account"), at=person.created_at)
            raise ZeroDivisionError

        with pytest.raises(ZeroDivisionError):
            await storage.run(work)

        assert not await exists(storage, person.id)
        assert await storage.read(lambda uow: uow.conversations.find(conversation.key)) is None
        assert (await get_balance(storage, "an account")).held == 0

    async def test_stores_nothing_when_an_error_of_the_core_ends_it(self, storage: Storage) -> None:
        await add_person(storage, make_user("anna"))
        first = make_person()

        async def work(uow: UnitOfWork) -> None:
            await uow.people.add(first)
            await uow.people.add(make_user("anna"))

        with pytest.raises(LoginTakenError):
            await storage.run(work)

        assert not await exists(storage, first.id)

    async def test_stores_nothing_when_cancelled(self, storage: Storage) -> None:
        person = make_person()
        written = asyncio.Event()

        async def work(uow: UnitOfWork) -> None:
            await uow.people.add(person)
            written.set()
            await asyncio.Event().wait()

        running = asyncio.create_task(storage.run(work))
        await asyncio.wait_for(written.wait(), HANGS)
        running.cancel()
        with pytest.raises(asyncio.CancelledError):
            await running

        assert not await exists(storage, person.id)
        await add_person(storage, person)

    async def test_goes_on_when_a_transaction_has_failed(self, storage: Storage) -> None:
        async def fail(uow: UnitOfWork) -> None:
            raise ZeroDivisionError

        for _ in range(30):
            with pytest.raises(ZeroDivisionError):
                await storage.run(fail)

        assert await exists(storage, (await add_person(storage)).id)

    async def test_reads_what_was_committed_when_a_writer_is_still_at_work(self, storage: Storage) -> None:
        conversation = await add_conversation(storage)
        written, may_end = asyncio.Event(), asyncio.Event()

        async def write(uow: UnitOfWork) -> None:
            await uow.messages.add(make_new_message(conversation_id=conversation.id))
            written.set()
            await may_end.wait()

        writing = asyncio.create_task(storage.run(write))
        await asyncio.wait_for(written.wait(), HANGS)
        try:
            before = await asyncio.wait_for(get_conversation(storage, conversation.id), HANGS)
        finally:
            may_end.set()
            await writing

        assert before == conversation
        assert (await get_conversation(storage, conversation.id)).last_seq == 1

    async def test_waits_when_another_has_locked_the_conversation(self, storage: Storage) -> None:
        conversation = await add_conversation(storage)
        locked, may_end = asyncio.Event(), asyncio.Event()

        async def lock_and_write(uow: UnitOfWork) -> None:
            await uow.conversations.lock(conversation.id)
            locked.set()
            await may_end.wait()
            await uow.messages.add(make_new_message(conversation_id=conversation.id, text="the first"))

        first = asyncio.create_task(storage.run(lock_and_write))
        await asyncio.wait_for(locked.wait(), HANGS)
        second = asyncio.create_task(add_message(storage, conversation.id))
        await asyncio.sleep(0.05)
        may_end.set()
        await first

        assert (await second).seq == 2

    async def test_loses_no_update_when_many_run_at_once(self, storage: Storage) -> None:
        conversation = await add_conversation(storage)

        async def work(uow: UnitOfWork) -> None:
            await uow.conversations.lock(conversation.id)
            for _ in range(2):
                await uow.messages.add(make_new_message(conversation_id=conversation.id))

        await asyncio.gather(*(storage.run(work) for _ in range(6)))

        assert (await get_conversation(storage, conversation.id)).last_seq == 12

    async def test_each_of_many_among_others_is_given_its_own(self, storage: Storage) -> None:
        people = [make_person() for _ in range(40)]

        async def add(uow: UnitOfWork, person: Person) -> PersonId:
            await uow.people.add(person)
            return (await uow.people.get(person.id)).id

        added = await asyncio.gather(
            *(storage.run_among(Lane.ASKED, each.id, partial(add, person=each)) for each in people)
        )

        assert added == [each.id for each in people]
        assert all([await exists(storage, each.id) for each in people])

    async def test_who_fails_among_others_fails_alone(self, storage: Storage) -> None:
        people = [make_person() for _ in range(20)]

        async def add(uow: UnitOfWork, person: Person, number: int) -> int:
            await uow.people.add(person)
            if number % 7 == 3:
                raise KeyError(number)
            return number

        ends = await asyncio.gather(
            *(
                storage.run_among(Lane.ANSWERED, number, partial(add, person=each, number=number))
                for number, each in enumerate(people)
            ),
            return_exceptions=True,
        )

        for number, (each, end) in enumerate(zip(people, ends, strict=True)):
            if number % 7 == 3:
                assert isinstance(end, KeyError)
                assert not await exists(storage, each.id)
            else:
                assert end == number
                assert await exists(storage, each.id)

    async def test_those_with_one_key_come_one_after_another(self, storage: Storage) -> None:
        chat = await add_conversation(storage)

        async def say(uow: UnitOfWork, number: int) -> int:
            message, _ = await uow.messages.add(
                make_new_message(conversation_id=chat.id, natural_key=f"said:{number}", text=str(number))
            )
            return message.seq

        said = await asyncio.gather(
            *(storage.run_among(Lane.ASKED, chat.id, partial(say, number=number)) for number in range(20))
        )

        assert sorted(said) == list(range(1, 21))

    async def test_goes_on_among_others_when_one_was_cancelled(self, storage: Storage) -> None:
        people = [make_person() for _ in range(12)]

        async def add(uow: UnitOfWork, person: Person) -> PersonId:
            await uow.people.add(person)
            return person.id

        tasks = [
            asyncio.create_task(storage.run_among(Lane.ASKED, each.id, partial(add, person=each))) for each in people
        ]
        await asyncio.sleep(0)
        for task in tasks[::3]:
            task.cancel()
        async with asyncio.timeout(HANGS):
            await asyncio.wait(tasks)

        for each in (each for at, each in enumerate(people) if at % 3):
            assert await exists(storage, each.id)
        last = make_person()
        assert await storage.run_among(Lane.ASKED, "next", partial(add, person=last)) == last.id
