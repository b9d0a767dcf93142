import pytest

from ports.storage import Storage
from tests.contracts.notification_repository import NotificationRepositoryContract
from tests.fakes.storage import FakeStorage


class TestFakeNotificationRepository(NotificationRepositoryContract):
    @pytest.fixture
    def storage(self) -> Storage:
        return FakeStorage()
