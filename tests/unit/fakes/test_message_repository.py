import pytest

from ports.storage import Storage
from tests.contracts.message_repository import MessageRepositoryContract
from tests.fakes.storage import FakeStorage


class TestFakeMessageRepository(MessageRepositoryContract):
    @pytest.fixture
    def storage(self) -> Storage:
        return FakeStorage()
