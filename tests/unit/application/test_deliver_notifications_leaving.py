"""A batch that is not worked through to its end: nothing of it is lost, and nothing waits longer than it must."""

import asyncio
from datetime import timedelta

import pytest

from application.deliver_notifications import BATCH_SECONDS
from domain.notification import Notification, NotificationState
from tests.fakes.notifier import FakeNotifier
from tests.unit.application.house import LEASE, House
from tests.unit.application.outbox import announce, delivered, states


class SlowNotifier(FakeNotifier):
    """Takes its time over each."""

    def __init__(self, house: House, seconds: float) -> None:
        super().__init__()
        self._house = house
        self._seconds = seconds

    async def deliver(self, notification: Notification) -> None:
        await super().deliver(notification)
        self._house.clock.at += timedelta(seconds=self._seconds)


async def test_gives_the_rest_back_when_the_receiver_is_slow(house: House) -> None:
    made = await announce(house, 5)
    house.deliver._notifier = notifier = SlowNotifier(house, BATCH_SECONDS / 2)

    assert await house.deliver.execute()

    assert notifier.delivered == made[:2]
    rest = [house.storage.tables.notifications[note.id] for note in made[2:]]
    assert all(row.is_free(house.clock.now()) for row in rest)
    assert await house.deliver.execute()
    assert notifier.delivered == made[:4]


async def test_says_how_far_it_came_when_it_has_to_leave_in_the_middle(house: House) -> None:
    made = await announce(house, 3)
    hanging = asyncio.Event()

    class Hanging(FakeNotifier):
        async def deliver(self, notification: Notification) -> None:
            if notification.id == made[1].id:
                hanging.set()
                await asyncio.Event().wait()
            await super().deliver(notification)

    house.deliver._notifier = Hanging()
    leaving = asyncio.create_task(house.deliver.execute())
    await hanging.wait()
    leaving.cancel()
    with pytest.raises(asyncio.CancelledError):
        await leaving

    assert states(house, made[0]) == [NotificationState.DELIVERED]
    house.deliver._notifier = house.notifier
    assert await house.deliver.execute()
    assert delivered(house) == made[1:]


async def test_leaves_all_the_same_when_storage_is_down(house: House) -> None:
    await announce(house)
    leaving: asyncio.Task[bool]

    class Cancelling(FakeNotifier):
        async def deliver(self, notification: Notification) -> None:
            house.storage.fail_next()
            leaving.cancel()
            await asyncio.sleep(0)

    house.deliver._notifier = Cancelling()
    leaving = asyncio.create_task(house.deliver.execute())

    with pytest.raises(asyncio.CancelledError):
        await leaving


async def test_sends_it_again_when_killed_before_it_was_noted(house: House) -> None:
    (made,) = await announce(house)

    assert await house.dies_in(2, house.deliver.execute())
    assert not await house.deliver.execute()
    house.clock.advance(LEASE.total_seconds())
    assert await house.deliver.execute()

    assert delivered(house) == [made] * 2
    assert house.storage.pending_notifications == []


async def test_goes_on_silently_when_another_has_taken_it_over(house: House) -> None:
    await announce(house)

    class Overtaken(FakeNotifier):
        async def deliver(self, notification: Notification) -> None:
            house.clock.advance(LEASE.total_seconds())
            await house.storage.run(lambda uow: uow.notifications.claim(limit=1, lease=LEASE))

    house.deliver._notifier = Overtaken()

    assert await house.deliver.execute()

    assert house.log.events()[-1] == "notifications_taken_over"
    assert len(house.storage.pending_notifications) == 1
