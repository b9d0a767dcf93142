from datetime import UTC, datetime

import pytest

from tests.contracts.clock import ClockContract
from tests.fakes.clock import START, FakeClock


class TestFakeClock(ClockContract):
    @pytest.fixture
    def clock(self) -> FakeClock:
        return FakeClock()

    def test_stands_when_nobody_moves_it(self, clock: FakeClock) -> None:
        assert clock.now() == clock.now() == START

    def test_tells_the_time_it_was_set_to(self, clock: FakeClock) -> None:
        clock.at = datetime(2027, 1, 1, tzinfo=UTC)

        assert clock.now() == datetime(2027, 1, 1, tzinfo=UTC)

    async def test_keeps_how_long_was_slept(self, clock: FakeClock) -> None:
        await clock.sleep(60)
        await clock.sleep(0.5)

        assert clock.slept == [60, 0.5]
        assert (clock.now() - START).total_seconds() == 60.5
