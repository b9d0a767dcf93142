"""In order, at least once, one at a time; never in the way of an answer."""

import pytest

from domain.errors import StorageUnavailableError
from domain.notification import Notification
from domain.turn import TurnState
from tests.factories import make_notification
from tests.unit.application.house import LEASE, House


async def announce(house: House, times: int = 1) -> list[Notification]:
    made = [make_notification(created_at=house.clock.now()) for _ in range(times)]
    for notification in made:
        await house.storage.run(lambda uow, each=notification: uow.notifications.add(each))
    return made


async def test_delivers_the_oldest_first_when_several_wait(house: House) -> None:
    made = await announce(house, 3)

    assert [await house.deliver.execute() for _ in range(4)] == [True, True, True, False]

    assert [each.id for each in house.notifier.delivered] == [each.id for each in made]
    assert house.storage.pending_notifications == []
    assert house.metrics.counts == {("notification", "delivered"): 3}


async def test_sends_the_same_id_again_later_when_it_failed(house: House) -> None:
    (made,) = await announce(house)
    house.notifier.fail_next()

    assert await house.deliver.execute()
    assert not await house.deliver.execute()
    house.clock.advance(0.375)
    assert await house.deliver.execute()

    assert [each.id for each in house.notifier.delivered] == [made.id]
    assert house.notifier.calls == 2
    assert house.metrics.counts == {("notification", "failed"): 1, ("notification", "delivered"): 1}
    (line,) = (line for line in house.log.lines if line.event == "notification_failed")
    assert line.facts["tries"] == 1


async def test_lets_nothing_overtake_when_the_oldest_waits(house: House) -> None:
    made = await announce(house, 2)
    house.notifier.fail_next(3)

    for _ in range(6):
        await house.deliver.execute()
        house.clock.advance(30)

    assert [each.id for each in house.notifier.delivered] == [each.id for each in made]
    assert house.notifier.calls == 5


async def test_waits_longer_up_to_a_bound_when_it_keeps_failing(house: House) -> None:
    await announce(house)
    house.notifier.fail_next(12)
    waits = []

    for _ in range(12):
        await house.deliver.execute()
        (row,) = house.storage.tables.notifications.values()
        waits.append((row.due_at - house.clock.now()).total_seconds())
        house.clock.advance(waits[-1])

    assert waits == sorted(waits)
    assert waits[:3] == [0.375, 0.75, 1.5]
    assert waits[-1] == 22.5
    assert await house.deliver.execute()
    assert len(house.notifier.delivered) == 1


async def test_sends_it_again_when_killed_before_it_was_noted(house: House) -> None:
    (made,) = await announce(house)

    assert await house.dies_in(2, house.deliver.execute())
    assert not await house.deliver.execute()
    house.clock.advance(LEASE.total_seconds())
    assert await house.deliver.execute()

    assert [each.id for each in house.notifier.delivered] == [made.id] * 2
    assert house.storage.pending_notifications == []


async def test_goes_on_silently_when_another_has_taken_it_over(house: House) -> None:
    await announce(house)

    class Slow:
        async def deliver(self, notification: Notification) -> None:
            house.clock.advance(LEASE.total_seconds())
            await house.storage.run(lambda uow: uow.notifications.claim(limit=1, lease=LEASE))

    house.deliver._notifier = Slow()

    assert await house.deliver.execute()

    assert house.log.events()[-1] == "notification_taken_over"
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
