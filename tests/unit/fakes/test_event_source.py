import pytest

from domain.community import CommunityError
from ports.event_source import PolledEvent, PollSessionLostError
from tests.contracts.event_source import EventSourceContract, EventSourceWorld
from tests.fakes.event_source import FakeEventSource


class FakeWorld:
    def __init__(self) -> None:
        self.source = FakeEventSource()

    async def happens(self) -> str:
        name = f"event {len(self.source.events)}"
        self.source.happens(PolledEvent(type="message_new", group_id=1, event_id=name.encode(), body=b"{}"))
        return name

    async def expire_key(self) -> None:
        self.source.expire_key()

    async def lose_history(self) -> None:
        self.source.lose_history()

    async def lose_session(self) -> None:
        self.source.fail_polls(PollSessionLostError())


class TestFakeEventSource(EventSourceContract):
    @pytest.fixture
    def world(self) -> EventSourceWorld:
        return FakeWorld()


async def test_refuses_to_open_when_told_to() -> None:
    source = FakeEventSource()
    source.refuse_opening(29)

    with pytest.raises(CommunityError):
        await source.open()
    assert (await source.open()).ts == "0"
