import pytest

from domain.errors import StorageUnavailableError
from ports.event_inbox import EventInbox
from tests.contracts.event_inbox import EventInboxContract
from tests.factories import make_event
from tests.fakes.event_inbox import FailingEventInbox, FakeEventInbox
from tests.fakes.storage import FakeStorage


class TestFakeEventInbox(EventInboxContract):
    @pytest.fixture
    def storage(self) -> FakeStorage:
        return FakeStorage()

    @pytest.fixture
    def inbox(self, storage: FakeStorage) -> EventInbox:
        return FakeEventInbox(storage)


async def test_stores_nothing_when_the_storage_fails() -> None:
    storage = FakeStorage()
    inbox = FakeEventInbox(storage)
    event = make_event()
    storage.fail_next()

    with pytest.raises(StorageUnavailableError):
        await inbox.store(event)
    assert storage.events == []
    await inbox.store(event)
    assert storage.events == storage.waiting_events == [event]


async def test_never_stores_when_the_database_is_down() -> None:
    inbox: EventInbox = FailingEventInbox()

    with pytest.raises(StorageUnavailableError):
        await inbox.store(make_event())
