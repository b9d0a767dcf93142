import asyncio

import pytest

from ports.wakeup import Queue, Wakeup

LONG = 3600.0


class WakeupContract:
    @pytest.fixture
    def wakeup(self) -> Wakeup:
        raise NotImplementedError

    async def test_returns_when_the_signal_came_before(self, wakeup: Wakeup) -> None:
        wakeup.signal(Queue.TURNS)

        await wakeup.wait(Queue.TURNS, seconds=LONG)

    async def test_returns_when_the_signal_comes_meanwhile(self, wakeup: Wakeup) -> None:
        waiting = asyncio.create_task(wakeup.wait(Queue.TURNS, seconds=LONG))
        await asyncio.sleep(0)

        wakeup.signal(Queue.TURNS)

        await waiting

    async def test_wakes_everybody_when_several_wait(self, wakeup: Wakeup) -> None:
        waiting = [asyncio.create_task(wakeup.wait(Queue.EVENTS, seconds=LONG)) for _ in range(5)]
        await asyncio.sleep(0)

        wakeup.signal(Queue.EVENTS)

        await asyncio.gather(*waiting)

    @pytest.mark.parametrize("seconds", [0.01, 0.0, -1.0])
    async def test_returns_when_the_time_is_over(self, wakeup: Wakeup, seconds: float) -> None:
        await wakeup.wait(Queue.NOTIFICATIONS, seconds=seconds)

    async def test_signals_may_pile_up_when_nobody_waits(self, wakeup: Wakeup) -> None:
        for _ in range(1_000):
            wakeup.signal(Queue.EVENTS)

        await wakeup.wait(Queue.EVENTS, seconds=LONG)
