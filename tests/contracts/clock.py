import asyncio
from datetime import timedelta

import pytest

from ports.clock import Clock


class ClockContract:
    @pytest.fixture
    def clock(self) -> Clock:
        raise NotImplementedError

    def test_tells_time_in_utc(self, clock: Clock) -> None:
        assert clock.now().utcoffset() == timedelta(0)

    async def test_time_has_passed_when_sleep_is_over(self, clock: Clock) -> None:
        before = clock.now()

        await clock.sleep(0.01)

        assert clock.now() > before

    async def test_lets_others_run_when_sleeping(self, clock: Clock) -> None:
        ran = asyncio.Event()
        asyncio.get_running_loop().call_soon(ran.set)

        await clock.sleep(0.01)

        assert ran.is_set()

    async def test_sleep_ends_when_cancelled(self, clock: Clock) -> None:
        sleeper = asyncio.create_task(clock.sleep(3600))
        sleeper.cancel()

        with pytest.raises(asyncio.CancelledError):
            await sleeper

    async def test_returns_when_asked_to_sleep_less_than_nothing(self, clock: Clock) -> None:
        await clock.sleep(-1)
