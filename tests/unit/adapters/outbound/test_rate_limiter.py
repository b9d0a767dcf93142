import asyncio
from typing import Any

import pytest

from adapters.outbound.rate_limiter import RateLimiter


class ManualTime:
    """The loop's clock and its sleep, moved by the test's own code instead of by time."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.now = 100.0
        self.slept: list[float] = []
        monkeypatch.setattr(asyncio.get_running_loop(), "time", lambda: self.now)
        monkeypatch.setattr("adapters.outbound.rate_limiter.asyncio.sleep", self._sleep)

    async def _sleep(self, seconds: float, result: Any = None) -> Any:
        self.slept.append(seconds)
        return result


async def test_lets_the_first_go_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    time = ManualTime(monkeypatch)

    await RateLimiter(20).wait()

    assert time.slept == []


async def test_keeps_equal_distances_when_many_ask_together(monkeypatch: pytest.MonkeyPatch) -> None:
    time = ManualTime(monkeypatch)
    limiter = RateLimiter(20)

    for _ in range(41):
        await limiter.wait()

    assert time.slept == pytest.approx([number / 20 for number in range(1, 41)])


async def test_saves_up_no_burst_when_it_was_quiet(monkeypatch: pytest.MonkeyPatch) -> None:
    time = ManualTime(monkeypatch)
    limiter = RateLimiter(20)
    await limiter.wait()
    time.now += 3_600

    for _ in range(3):
        await limiter.wait()

    assert time.slept == pytest.approx([0.05, 0.1])
