"""In order per conversation, at least once; never in the way of an answer."""

import asyncio
from datetime import timedelta

import pytest

from application.deliver_notifications import BATCH_SECONDS
from domain.errors import StorageUnavailableError
from domain.identifiers import ConversationId
from domain.notification import MOST_AGE, MOST_TRIES, Notification, NotificationState
from domain.turn import TurnState
from ports.storage import UnitOfWork
from tests.factories import make_id, make_notification
from tests.fakes.notifier import FakeNotifier
from tests.unit.application.house import LEASE, House

AGES = 1000


async def announce(house: House, times: int = 1, *, lane: ConversationId | None = None) -> list[Notification]:
    made = [make_notification(created_at=house.clock.now(), conversation_id=lane) for _ in range(times)]

    async def add(uow: UnitOfWork) -> None:
        for notification in made:
            await uow.notifications.add(notification)

    await house.storage.run(add)
    return made


def make_lane() -> ConversationId:
    return ConversationId(make_id())


def delivered(house: House) -> list[Notification]:
    return house.notifier.delivered


def states(house: House, *notifications: Notification) -> list[NotificationState]:
    return [house.storage.tables.notifications[each.id].state for each in notifications]


class SlowNotifier(FakeNotifier):
    """Takes its time over each."""

    def __init__(self, house: House, seconds: float) -> None:
        super().__init__()
        self._house = house
        self._seconds = seconds

    async def deliver(self, notification: Notification) -> None:
        await super().deliver(notification)
        self._house.clock.at += timedelta(seconds=self._seconds)


async def test_delivers_all_in_order_in_two_transactions_when_several_wait(house: House) -> None:
    made = await announce(house, 3)
    runs = house.fragile.runs

    assert [await house.deliver.execute() for _ in range(2)] == [True, False]

    assert delivered(house) == made
    assert house.storage.pending_notifications == []
    assert house.metrics.counts == {("notification", "delivered"): 3}
    # The third looked for more.
    assert house.fragile.runs - runs == 3


async def test_sends_the_same_id_again_later_when_nobody_was_there(house: House) -> None:
    (made,) = await announce(house)
    house.notifier.fail_next()

    assert await house.deliver.execute()
    assert not await house.deliver.execute()
    house.clock.advance(0.375)
    assert await house.deliver.execute()

    assert delivered(house) == [made]
    assert house.notifier.calls == 2
    assert house.metrics.counts == {("notification", "failed"): 1, ("notification", "delivered"): 1}
    assert house.log.events("warning") == ["notifier_unavailable"]


async def test_counts_no_tries_and_asks_seldom_when_nobody_is_there_for_an_hour(house: House) -> None:
    lanes = [make_lane(), make_lane(), None]
    made = [note for lane in lanes for note in await announce(house, 20, lane=lane)]
    house.notifier.fail_next(AGES)

    for _ in range(3600):
        await house.deliver.execute()
        house.clock.advance(1)

    # Waits of 22.5 seconds in the end.
    assert 3600 / 30 < house.notifier.calls < 3600 / 20
    assert {note.tries for note in house.storage.pending_notifications} == {0}
    house.notifier._failures = 0
    house.clock.advance(30)
    while await house.deliver.execute():
        pass
    assert house.storage.pending_notifications == []
    for lane in lanes:
        assert [note for note in delivered(house) if note.conversation_id == lane] == [
            note for note in made if note.conversation_id == lane
        ]


async def test_goes_on_when_the_machines_clock_was_set_back(house: House) -> None:
    await announce(house)
    house.notifier.fail_next()
    await house.deliver.execute()

    house.clock.at -= timedelta(days=1)
    house.storage.advance(24 * 3600)
    assert await house.deliver.execute()

    assert len(delivered(house)) == 1


async def test_holds_back_only_its_own_conversation_when_one_is_not_taken(house: House) -> None:
    one, other = make_lane(), make_lane()
    (poison, behind) = await announce(house, 2, lane=one)
    others = [*await announce(house, 2, lane=other), *await announce(house, 2)]
    house.notifier.poison.add(poison.id)

    while await house.deliver.execute():
        pass

    assert delivered(house) == others
    assert [note.tries for note in house.storage.pending_notifications] == [1, 0]
    house.notifier.poison.clear()
    house.clock.advance(1)
    assert await house.deliver.execute()
    assert [note.id for note in delivered(house)[4:]] == [poison.id, behind.id]


async def test_delivers_what_comes_later_at_once_when_one_is_not_taken(house: House) -> None:
    (poison,) = await announce(house, lane=make_lane())
    house.notifier.poison.add(poison.id)
    for _ in range(20):
        await house.deliver.execute()
        house.clock.advance(60)
    (fresh,) = await announce(house, lane=make_lane())

    while await house.deliver.execute():
        pass

    assert delivered(house) == [fresh]


async def test_goes_on_with_the_others_when_one_cannot_be_sent_at_all(house: House) -> None:
    (broken,) = await announce(house, lane=make_lane())
    (good,) = await announce(house, lane=make_lane())

    class Breaking(FakeNotifier):
        async def deliver(self, notification: Notification) -> None:
            if notification.id == broken.id:
                raise ValueError
            await super().deliver(notification)

    house.deliver._notifier = notifier = Breaking()
    await house.deliver.execute()

    assert notifier.delivered == [good]
    assert house.storage.tables.notifications[broken.id].reason == "ValueError"
    assert house.log.events("error") == ["notifier_failed"]


async def test_is_given_up_when_it_was_not_taken_for_a_day_and_often(house: House) -> None:
    (poison, behind) = await announce(house, 2, lane=make_lane())
    house.notifier.poison.add(poison.id)
    tries = 0
    while states(house, poison) == [NotificationState.PENDING]:
        tries += await house.deliver.execute()
        house.clock.advance(60)

    row = house.storage.tables.notifications[poison.id]
    assert (row.state, row.reason, row.notification.tries) == (NotificationState.DEAD, "poison", tries)
    assert tries >= MOST_TRIES
    assert house.clock.now() - poison.created_at > MOST_AGE
    assert house.log.events("error") == ["notification_dead"]
    assert house.metrics.counts["notification", "dead"] == 1
    assert await house.deliver.execute()
    assert delivered(house) == [behind]


@pytest.mark.parametrize(("tries", "hours"), [(MOST_TRIES - 2, 30), (MOST_TRIES + 50, 23)])
async def test_is_kept_when_it_was_tried_too_seldom_or_is_too_young(house: House, tries: int, hours: int) -> None:
    poison = make_notification(created_at=house.clock.now() - timedelta(hours=hours), tries=tries)
    await house.storage.run(lambda uow: uow.notifications.add(poison))
    house.notifier.poison.add(poison.id)

    await house.deliver.execute()

    assert states(house, poison) == [NotificationState.PENDING]


async def test_tries_one_at_a_time_and_each_in_turn_when_nothing_is_taken_at_all(house: House) -> None:
    made = [note for _ in range(20) for note in await announce(house, lane=make_lane())]
    house.notifier.poison = {note.id for note in made}

    assert await house.deliver.execute()
    assert house.notifier.calls == 3
    for _ in range(17):
        house.clock.advance(30)
        assert await house.deliver.execute()
        assert not await house.deliver.execute()

    assert house.notifier.calls == 20
    assert [note.tries for note in house.storage.pending_notifications] == [1] * 20
    house.notifier.poison.clear()
    house.clock.advance(30)
    while await house.deliver.execute():
        house.clock.advance(1)
    assert {note.id for note in delivered(house)} == {note.id for note in made}


async def test_waits_longer_up_to_a_bound_when_it_is_not_taken_again_and_again(house: House) -> None:
    (poison,) = await announce(house)
    house.notifier.poison.add(poison.id)
    waits = []

    for _ in range(12):
        await house.deliver.execute()
        (row,) = house.storage.tables.notifications.values()
        waits.append((row.due_at - house.clock.now()).total_seconds())
        house.clock.advance(waits[-1])

    assert waits == sorted(waits)
    assert waits[:3] == [0.375, 0.75, 1.5]
    assert waits[-1] == 225


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


async def test_raises_when_storage_is_down(house: House) -> None:
    house.storage.fail_next()

    with pytest.raises(StorageUnavailableError):
        await house.deliver.execute()


async def test_delays_no_answer_when_the_other_service_is_down(rich: House) -> None:
    rich.notifier.fail_next(1000)
    for _ in range(3):
        await rich.comment()

    await rich.run_until_idle()

    assert {turn.state for turn in rich.storage.turns} == {TurnState.SETTLED}
    assert len(rich.storage.pending_notifications) == 3


async def test_announces_an_answer_in_the_order_of_its_conversation(rich: House) -> None:
    await rich.comment()

    await rich.run_until_idle()

    (announced,) = delivered(rich)
    assert announced.conversation_id == rich.turn.conversation_id
