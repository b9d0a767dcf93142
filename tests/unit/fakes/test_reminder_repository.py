import pytest

from ports.storage import Storage
from tests.contracts.reminder_repository import ReminderRepositoryContract
from tests.fakes.storage import FakeStorage


class TestFakeReminderRepository(ReminderRepositoryContract):
    @pytest.fixture
    def storage(self) -> Storage:
        return FakeStorage()
