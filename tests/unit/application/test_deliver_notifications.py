"""In order per conversation, at least once; never in the way of an answer."""

from datetime import timedelta

import pytest

from domain.errors import StorageUnavailableError
from domain.notification import MOST_AGE, MOST_TRIES, Notification, NotificationState
from domain.turn import TurnState
from tests.factories import make_notification
from tests.fakes.notifier import FakeNotifier
from tests.unit.application.house import House
from tests.unit.application.outbox import announce, delivered, make_lane, states


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
    house.notifier.fail_next(1000)

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
