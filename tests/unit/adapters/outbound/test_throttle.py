import pytest

from adapters.outbound.throttle import MemoryThrottle
from domain.rate import Rate
from tests.contracts.throttle import ThrottleContract

ONCE = Rate(most=1, seconds=60)


class TestMemoryThrottle(ThrottleContract):
    @pytest.fixture
    def throttle(self) -> MemoryThrottle:
        return MemoryThrottle()

    async def test_forgets_the_oldest_when_there_are_too_many_keys(self) -> None:
        throttle = MemoryThrottle(keys=2)
        for key in ("a", "b", "c"):
            await throttle.take(key, ONCE)

        assert await throttle.take("c", ONCE) is not None
        assert await throttle.take("a", ONCE) is None

    async def test_goes_by_the_clock_that_it_is_given(self) -> None:
        now = 1_000.0
        throttle = MemoryThrottle(now=lambda: now)
        await throttle.take("a", ONCE)
        now += 59

        assert await throttle.take("a", ONCE) == pytest.approx(1)
