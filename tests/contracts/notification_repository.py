"""What every outbox must do."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

import pytest

from domain.errors import LeaseLostError
from domain.notification import ClaimedNotification, Notification
from ports.storage import Storage
from tests.contracts.rows import AT_ONCE, LAPSED, LATER, LONG
from tests.factories import MOMENT, make_notification


async def add_notifications(storage: Storage, how_many: int) -> list[Notification]:
    added = [make_notification(created_at=MOMENT + timedelta(seconds=number)) for number in range(how_many)]
    for notification in added:
        await add(storage, notification)
    return added


async def add(storage: Storage, notification: Notification) -> bool:
    return await storage.run(lambda uow: uow.notifications.add(notification))


async def claim(storage: Storage, *, limit: int = 10, lease: timedelta = LONG) -> Sequence[ClaimedNotification]:
    return await storage.run(lambda uow: uow.notifications.claim(limit=limit, lease=lease))


async def claimed(storage: Storage, *, limit: int = 10) -> list[Notification]:
    return [one.notification for one in await claim(storage, limit=limit)]


async def delivered(storage: Storage, done: ClaimedNotification) -> None:
    await storage.run(lambda uow: uow.notifications.delivered(done.notification.id, lease_token=done.lease_token))


async def postpone(storage: Storage, failed: ClaimedNotification, *, after: timedelta) -> None:
    await storage.run(
        lambda uow: uow.notifications.postpone(failed.notification.id, lease_token=failed.lease_token, after=after)
    )


class NotificationRepositoryContract:
    async def test_keeps_every_field_when_added(self, storage: Storage) -> None:
        payload = {
            "id_lastResponses": ["1", "2"],
            "responses": ["Ёлка 🎄", ""],
            "n": 1,
            "nested": {"yes": True, "no": None},
        }
        notification = make_notification(type="responses", payload=payload)

        assert await add(storage, notification)

        assert await claimed(storage) == [notification]

    async def test_changes_nothing_when_the_key_is_known(self, storage: Storage) -> None:
        first = make_notification(key="answer:1")
        await add(storage, first)

        assert not await add(storage, make_notification(key="answer:1", payload={}))
        assert await claimed(storage) == [first]

    async def test_changes_nothing_when_the_key_was_delivered_already(self, storage: Storage) -> None:
        await add(storage, make_notification(key="answer:1"))
        await delivered(storage, (await claim(storage))[0])

        assert not await add(storage, make_notification(key="answer:1"))
        assert await claimed(storage) == []

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

    async def test_counts_the_try_when_postponed(self, storage: Storage) -> None:
        added = await add_notifications(storage, 2)
        for failed in await claim(storage):
            await postpone(storage, failed, after=AT_ONCE)

        assert await claimed(storage) == [replace(notification, tries=1) for notification in added]

    async def test_is_given_again_under_a_larger_token_when_the_lease_has_lapsed(self, storage: Storage) -> None:
        added = await add_notifications(storage, 1)
        (before,) = await claim(storage, lease=LAPSED)

        (after,) = await claim(storage)

        assert after.notification == added[0]
        assert after.lease_token > before.lease_token

    async def test_raises_when_somebody_else_has_it_now(self, storage: Storage) -> None:
        await add_notifications(storage, 1)
        (lost,) = await claim(storage, lease=LAPSED)
        (held,) = await claim(storage)

        with pytest.raises(LeaseLostError):
            await delivered(storage, lost)
        with pytest.raises(LeaseLostError):
            await postpone(storage, lost, after=AT_ONCE)

        assert await claimed(storage) == []
        await delivered(storage, held)

    async def test_gives_each_once_when_many_claim_at_once(self, storage: Storage) -> None:
        added = await add_notifications(storage, 3)

        batches = await asyncio.gather(*(claimed(storage) for _ in range(4)))
        batches.append(await claimed(storage))

        assert [notification for batch in batches for notification in batch] == added
