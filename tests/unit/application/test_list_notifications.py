from application.list_notifications import ListNotifications
from domain.notification import NotificationState
from ports.storage import UnitOfWork
from tests.factories import make_notification
from tests.unit.application.house import House


async def test_shows_the_latest_of_a_state_or_of_all(house: House) -> None:
    made = [make_notification() for _ in range(2)]

    async def add(uow: UnitOfWork) -> None:
        for notification in made:
            await uow.notifications.add(notification)

    await house.storage.run(add)
    sut = ListNotifications(storage=house.storage)

    assert [row.notification for row in await sut.execute(state=None, limit=10)] == made[::-1]
    assert [row.notification for row in await sut.execute(state=NotificationState.PENDING, limit=1)] == made[1:]
    assert await sut.execute(state=NotificationState.DEAD, limit=10) == []
