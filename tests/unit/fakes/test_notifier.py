import pytest

from ports.notifier import Notifier
from tests.contracts.notifier import NotifierContract, NotifierWorld
from tests.fakes.notifier import FakeNotifier


class FakeNotifierWorld:
    def __init__(self) -> None:
        self._fake = FakeNotifier()
        self.notifier: Notifier = self._fake

    async def received(self) -> list[str]:
        return [str(notification.id) for notification in self._fake.delivered]

    async def fail_next(self) -> None:
        self._fake.fail_next()


class TestFakeNotifier(NotifierContract):
    @pytest.fixture
    def world(self) -> NotifierWorld:
        return FakeNotifierWorld()
