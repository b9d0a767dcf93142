import pytest

from ports.wakeup import Queue
from tests.contracts.wakeup import WakeupContract
from tests.fakes.wakeup import FakeWakeup


class TestFakeWakeup(WakeupContract):
    @pytest.fixture
    def wakeup(self) -> FakeWakeup:
        return FakeWakeup()

    async def test_keeps_what_was_signalled_and_waited_for(self, wakeup: FakeWakeup) -> None:
        wakeup.signal(Queue.TURNS)
        await wakeup.wait(Queue.EVENTS, seconds=5)

        assert wakeup.signals == [Queue.TURNS]
        assert wakeup.waits == [(Queue.EVENTS, 5)]
