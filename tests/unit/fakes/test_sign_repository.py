import pytest

from ports.event_inbox import EventInbox
from tests.contracts.sign_repository import SignRepositoryContract
from tests.fakes.event_inbox import FakeEventInbox
from tests.fakes.storage import FakeStorage


class TestFakeSignRepository(SignRepositoryContract):
    @pytest.fixture
    def storage(self) -> FakeStorage:
        return FakeStorage()

    @pytest.fixture
    def inbox(self, storage: FakeStorage) -> EventInbox:
        return FakeEventInbox(storage)
