"""What every store of reminders must do. Moments are far from the present: nothing depends on how long a test takes."""

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any

from domain.identifiers import ConversationId, DeadlineId, MessageId, PersonId
from domain.reminder import DueReminder, ReminderWish
from domain.stored_deadline import Review, StoredDeadline
from ports.storage import Storage, UnitOfWork
from tests.contracts.deadline_repository import add_deadline
from tests.contracts.rows import add_conversation
from tests.factories import MOMENT, make_id

CENTURY = timedelta(days=36_500)
YEAR = timedelta(days=365)


async def database_now(storage: Storage) -> datetime:
    """By a deadline that is surely due."""
    await add_ahead(storage, datetime.now(UTC) + timedelta(days=30_000))
    return (await due(storage, CENTURY))[-1].now


async def add_ahead(storage: Storage, at: datetime, **overrides: Any) -> StoredDeadline:
    at = at.replace(second=0, microsecond=0)
    return await add_deadline(storage, (await add_conversation(storage)).id, at=at, **overrides)


async def due(storage: Storage, *leads: timedelta, limit: int = 9) -> list[DueReminder]:
    return list(await storage.read(lambda uow: uow.reminders.due(leads, limit=limit)))


async def note(storage: Storage, deadline: StoredDeadline, lead: timedelta) -> bool:
    return await storage.run(lambda uow: uow.reminders.note(deadline, lead))


def make_wish(**overrides: Any) -> ReminderWish:
    values: dict[str, Any] = {
        "deadline_id": DeadlineId(make_id()),
        "person_id": PersonId(make_id()),
        "message_id": MessageId(make_id()),
        "conversation_id": ConversationId(make_id()),
        "at": MOMENT,
    }
    return ReminderWish(**(values | overrides))


async def wishes(storage: Storage, like: ReminderWish) -> list[ReminderWish]:
    return list(await storage.read(lambda uow: uow.reminders.wishes(like.deadline_id)))


class ReminderRepositoryContract:
    async def test_wishes_of_one_person_are_gone_when_forgotten(self, storage: Storage) -> None:
        theirs, other = make_wish(), make_wish()
        second = make_wish(person_id=theirs.person_id)

        async def wish(uow: UnitOfWork) -> None:
            for each in (theirs, second, other):
                await uow.reminders.wish(each)

        await storage.run(wish)

        await storage.run(lambda uow: uow.reminders.forget_wishes(theirs.person_id))

        assert [await wishes(storage, wish) for wish in (theirs, second, other)] == [[], [], [other]]

    async def test_is_due_when_a_lead_time_has_come(self, storage: Storage) -> None:
        now = await database_now(storage)
        soon = await add_ahead(storage, now + 2 * YEAR)
        later = await add_ahead(storage, now + 4 * YEAR)
        await add_ahead(storage, now + 9 * YEAR)
        await add_ahead(storage, now - YEAR)

        found = await due(storage, 3 * YEAR, 5 * YEAR)

        assert [(each.deadline, each.leads) for each in found] == [
            (soon, (5 * YEAR, 3 * YEAR)),
            (later, (5 * YEAR,)),
        ]
        assert [each.deadline for each in await due(storage, 5 * YEAR, limit=1)] == [soon]
        assert await due(storage) == []

    async def test_is_not_due_when_it_counts_no_more(self, storage: Storage) -> None:
        now = await database_now(storage)
        withdrawn = await add_ahead(storage, now + YEAR, withdrawn_at=MOMENT)
        dismissed = await add_ahead(storage, now + YEAR, review=Review.DISMISSED)

        assert await due(storage, 2 * YEAR) == []
        assert not await note(storage, withdrawn, 2 * YEAR)
        assert not await note(storage, dismissed, 2 * YEAR)

    async def test_is_noted_once_for_each_lead_time(self, storage: Storage) -> None:
        now = await database_now(storage)
        deadline = await add_ahead(storage, now + YEAR)

        assert await note(storage, deadline, 2 * YEAR)
        assert not await note(storage, deadline, 2 * YEAR)

        assert [each.leads for each in await due(storage, 2 * YEAR, 3 * YEAR)] == [(3 * YEAR,)]
        assert await note(storage, deadline, 3 * YEAR)
        assert await due(storage, 2 * YEAR, 3 * YEAR) == []

    async def test_is_noted_by_one_when_many_try_at_once(self, storage: Storage) -> None:
        deadline = await add_ahead(storage, await database_now(storage) + YEAR)

        noted = await asyncio.gather(*(note(storage, deadline, 2 * YEAR) for _ in range(8)))

        assert sorted(noted) == [False] * 7 + [True]

    async def test_is_not_noted_when_it_has_moved_or_passed(self, storage: Storage) -> None:
        now = await database_now(storage)
        moved = await add_ahead(storage, now + YEAR)
        passed = await add_ahead(storage, now - YEAR)
        again = moved.read_again(at=moved.at + YEAR, quote=moved.quote, now=MOMENT)
        await storage.run(lambda uow: uow.deadlines.save(again))

        assert not await note(storage, moved, 3 * YEAR)
        assert not await note(storage, passed, 3 * YEAR)
        assert await note(storage, again, 3 * YEAR)

    async def test_keeps_one_wish_of_a_person_the_latest(self, storage: Storage) -> None:
        first, other = make_wish(), make_wish()
        again = make_wish(deadline_id=first.deadline_id, person_id=first.person_id)
        second = make_wish(deadline_id=first.deadline_id)

        async def wish(uow: UnitOfWork) -> None:
            for each in (first, other, second, again):
                await uow.reminders.wish(each)

        await storage.run(wish)

        found = await storage.read(lambda uow: uow.reminders.wishes(first.deadline_id))
        assert list(found) == sorted([again, second], key=lambda each: each.conversation_id)
        ids = [first.deadline_id, other.deadline_id]
        assert await storage.read(lambda uow: uow.reminders.wished(first.person_id, ids)) == {first.deadline_id}
        assert await storage.read(lambda uow: uow.reminders.wished(first.person_id, [])) == set()

    async def test_forgets_the_wishes_of_that_person_when_taken_back(self, storage: Storage) -> None:
        mine = make_wish()
        theirs = make_wish(deadline_id=mine.deadline_id)

        async def wish(uow: UnitOfWork) -> None:
            await uow.reminders.wish(mine)
            await uow.reminders.wish(theirs)
            await uow.reminders.unwish(mine.person_id, [mine.deadline_id, theirs.deadline_id])

        await storage.run(wish)

        assert list(await storage.read(lambda uow: uow.reminders.wishes(mine.deadline_id))) == [theirs]
