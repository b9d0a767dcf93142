import pytest

from adapters.outbound.clock import SystemClock
from ports.clock import Clock
from tests.contracts.clock import ClockContract


class TestSystemClock(ClockContract):
    @pytest.fixture
    def clock(self) -> Clock:
        return SystemClock()
