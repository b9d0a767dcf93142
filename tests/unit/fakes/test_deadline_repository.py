import pytest

from ports.storage import Storage
from tests.contracts.deadline_repository import DeadlineRepositoryContract
from tests.fakes.storage import FakeStorage


class TestFakeDeadlineRepository(DeadlineRepositoryContract):
    @pytest.fixture
    def storage(self) -> Storage:
        return FakeStorage()
