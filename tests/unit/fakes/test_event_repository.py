import pytest

from ports.event_inbox import EventInbox
from tests.contracts.event_repository import EventRepositoryContract
from tests.fakes.event_inbox import FakeEventInbox
from tests.fakes.storage import FakeStorage


class TestFakeEventRepository(EventRepositoryContract):
    @pytest.fixture
    def storage(self) -> FakeStorage:
        return FakeStorage()

    @pytest.fixture
    def inbox(self, storage: FakeStorage) -> EventInbox:
        return FakeEventInbox(storage)
