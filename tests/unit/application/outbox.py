"""The outbox of a house, for its tests."""

from domain.identifiers import ConversationId
from domain.notification import Notification, NotificationState
from ports.storage import UnitOfWork
from tests.factories import make_id, make_notification
from tests.unit.application.house import House


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
