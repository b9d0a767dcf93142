"""What every outbox must do about whose turn it is; a part of the repository's suite."""

import asyncio
from collections.abc import Sequence
from datetime import timedelta

from domain.identifiers import ConversationId
from domain.notification import ClaimedNotification, Notification
from ports.storage import Storage, UnitOfWork
from tests.contracts.rows import AT_ONCE, LAPSED, LATER, LONG
from tests.factories import MOMENT, make_id, make_notification


async def add_notifications(
    storage: Storage, how_many: int, conversation_id: ConversationId | None = None
) -> list[Notification]:
    """In one lane."""
    added = [
        make_notification(created_at=MOMENT + timedelta(seconds=number), conversation_id=conversation_id)
        for number in range(how_many)
    ]
    for notification in added:
        await add(storage, notification)
    return added


def make_lane() -> ConversationId:
    return ConversationId(make_id())


async def add(storage: Storage, notification: Notification) -> bool:
    return await storage.run(lambda uow: uow.notifications.add(notification))


async def claim(storage: Storage, *, limit: int = 10, lease: timedelta = LONG) -> Sequence[ClaimedNotification]:
    return await storage.run(lambda uow: uow.notifications.claim(limit=limit, lease=lease))


async def claimed(storage: Storage, *, limit: int = 10) -> list[Notification]:
    return [one.notification for one in await claim(storage, limit=limit)]


async def delivered(storage: Storage, *done: ClaimedNotification) -> int:
    return await storage.run(lambda uow: uow.notifications.delivered(done))


async def postpone(storage: Storage, failed: ClaimedNotification, *, after: timedelta, reason: str = "why") -> bool:
    return await storage.run(lambda uow: uow.notifications.postpone(failed, after=after, reason=reason))


async def give_back(storage: Storage, *rest: ClaimedNotification) -> None:
    await storage.run(lambda uow: uow.notifications.give_back(rest))


class NotificationOrderContract:
    async def test_gives_the_oldest_first_when_there_are_more(self, storage: Storage) -> None:
        added = await add_notifications(storage, 3)

        assert await claimed(storage, limit=2) == added[:2]

    async def test_gives_the_next_when_the_older_were_delivered(self, storage: Storage) -> None:
        added = await add_notifications(storage, 3)
        for done in await claim(storage, limit=2):
            await delivered(storage, done)

        assert await claimed(storage) == added[2:]

    async def test_gives_nothing_when_an_older_one_is_held(self, storage: Storage) -> None:
        await add_notifications(storage, 3)
        first, second = await claim(storage, limit=2)
        await delivered(storage, second)

        assert await claimed(storage) == []
        await delivered(storage, first)
        assert len(await claimed(storage)) == 1

    async def test_gives_nothing_when_an_older_one_waits_for_its_next_try(self, storage: Storage) -> None:
        await add_notifications(storage, 2)
        first, second = await claim(storage)

        await postpone(storage, first, after=LATER)
        await postpone(storage, second, after=AT_ONCE)

        assert await claimed(storage) == []

    async def test_gives_those_of_other_conversations_when_one_waits(self, storage: Storage) -> None:
        one, other = make_lane(), make_lane()
        slow = await add_notifications(storage, 2, one)
        fast = await add_notifications(storage, 2, other)
        of_none = await add_notifications(storage, 1)
        (first, *rest) = await claim(storage, limit=2)
        assert first.notification == slow[0]

        await postpone(storage, first, after=LATER)
        await give_back(storage, *rest)

        assert await claimed(storage) == [*fast, *of_none]

    async def test_gives_the_lane_that_waits_longest_first_when_there_is_room_for_one(self, storage: Storage) -> None:
        await add_notifications(storage, 1, make_lane())
        await add_notifications(storage, 1, make_lane())
        first, second = await claim(storage)

        await postpone(storage, first, after=AT_ONCE)
        await postpone(storage, second, after=LAPSED)

        assert [one.id for one in await claimed(storage, limit=1)] == [second.notification.id]

    async def test_gives_the_later_ones_when_hundreds_before_them_wait(self, storage: Storage) -> None:
        lane = make_lane()

        async def fill(uow: UnitOfWork) -> None:
            for _ in range(600):
                await uow.notifications.add(make_notification(conversation_id=lane))

        await storage.run(fill)
        (failed,) = await claim(storage, limit=1)
        await postpone(storage, failed, after=LATER)
        others = await add_notifications(storage, 2, make_lane())

        assert await claimed(storage, limit=2) == others

    async def test_gives_each_once_when_many_claim_at_once(self, storage: Storage) -> None:
        added = await add_notifications(storage, 3)

        batches = await asyncio.gather(*(claimed(storage) for _ in range(4)))
        batches.append(await claimed(storage))

        assert [notification for batch in batches for notification in batch] == added
