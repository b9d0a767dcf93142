import pytest

from ports.storage import Storage
from tests.contracts.inbox_repository import InboxRepositoryContract
from tests.fakes.storage import FakeStorage


class TestFakeInboxRepository(InboxRepositoryContract):
    @pytest.fixture
    def storage(self) -> Storage:
        return FakeStorage()
