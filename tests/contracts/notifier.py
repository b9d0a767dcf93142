from abc import ABC, abstractmethod
from typing import Protocol

import pytest

from ports.notifier import Notifier, NotifierError
from tests.factories import make_notification


class NotifierWorld(Protocol):
    """A notifier, and the receiver behind it."""

    @property
    def notifier(self) -> Notifier: ...
    async def received(self) -> list[str]:
        """Ids of what has arrived, in order, repeats too."""

    async def fail_next(self) -> None: ...


class NotifierContract(ABC):
    @pytest.fixture
    @abstractmethod
    def world(self) -> NotifierWorld: ...

    async def test_arrives_in_order_when_delivered(self, world: NotifierWorld) -> None:
        notifications = [make_notification() for _ in range(3)]

        for notification in notifications:
            await world.notifier.deliver(notification)

        assert await world.received() == [str(notification.id) for notification in notifications]

    async def test_tells_when_the_receiver_fails(self, world: NotifierWorld) -> None:
        await world.fail_next()

        with pytest.raises(NotifierError):
            await world.notifier.deliver(make_notification())

    async def test_delivers_again_when_the_receiver_is_back(self, world: NotifierWorld) -> None:
        notification = make_notification()
        await world.fail_next()
        with pytest.raises(NotifierError):
            await world.notifier.deliver(notification)

        await world.notifier.deliver(notification)

        assert (await world.received())[-1] == str(notification.id)
