import pytest

from application.retry_notifications import RetryNotifications
from domain.errors import NotFoundError
from domain.identifiers import NotificationId
from domain.notification import Notification
from ports.storage import UnitOfWork
from ports.wakeup import Queue
from tests.factories import make_id, make_notification
from tests.unit.application.house import LEASE, House


@pytest.fixture
def sut(house: House) -> RetryNotifications:
    return RetryNotifications(storage=house.storage, wakeup=house.wakeup)


async def dead(house: House, how_many: int) -> list[Notification]:
    made = [make_notification() for _ in range(how_many)]

    async def bury(uow: UnitOfWork) -> None:
        for notification in made:
            await uow.notifications.add(notification)
        for claimed in await uow.notifications.claim(limit=how_many, lease=LEASE):
            await uow.notifications.bury(claimed, reason="why")

    await house.storage.run(bury)
    return made


async def test_is_delivered_when_it_was_dead(house: House, sut: RetryNotifications) -> None:
    made = await dead(house, 2)
    assert not await house.deliver.execute()

    await sut.execute(made[1].id)
    assert house.wakeup.signals == [Queue.NOTIFICATIONS]
    assert await house.deliver.execute()

    assert house.notifier.delivered == made[1:]


async def test_delivers_all_in_order_when_asked_for_all(house: House, sut: RetryNotifications) -> None:
    made = await dead(house, 3)

    assert await sut.all() == 3
    assert await house.deliver.execute()

    assert house.notifier.delivered == made
    assert await sut.all() == 0


async def test_raises_when_there_is_no_dead_one_of_that_id(sut: RetryNotifications) -> None:
    id_ = NotificationId(make_id())

    with pytest.raises(NotFoundError, match=f"no dead notification {id_}"):
        await sut.execute(id_)
