import asyncio

import pytest

from adapters.outbound.wakeup import LocalWakeup
from ports.wakeup import Queue, Wakeup
from tests.contracts.wakeup import LONG, WakeupContract


async def _settle() -> None:
    for _ in range(5):
        await asyncio.sleep(0)


class TestLocalWakeup(WakeupContract):
    @pytest.fixture
    def wakeup(self) -> Wakeup:
        return LocalWakeup()

    async def test_waits_on_when_another_queue_is_signalled(self, wakeup: Wakeup) -> None:
        waiting = asyncio.create_task(wakeup.wait(Queue.TURNS, seconds=LONG))

        wakeup.signal(Queue.EVENTS)
        await _settle()

        assert not waiting.done()
        waiting.cancel()

    async def test_piled_up_signals_count_as_one(self, wakeup: Wakeup) -> None:
        wakeup.signal(Queue.TURNS)
        wakeup.signal(Queue.TURNS)
        await wakeup.wait(Queue.TURNS, seconds=LONG)

        waiting = asyncio.create_task(wakeup.wait(Queue.TURNS, seconds=LONG))
        await _settle()

        assert not waiting.done()
        waiting.cancel()

    async def test_nothing_is_kept_when_somebody_was_woken(self, wakeup: Wakeup) -> None:
        first = asyncio.create_task(wakeup.wait(Queue.TURNS, seconds=LONG))
        await _settle()
        wakeup.signal(Queue.TURNS)
        await first

        second = asyncio.create_task(wakeup.wait(Queue.TURNS, seconds=LONG))
        await _settle()

        assert not second.done()
        second.cancel()

    async def test_signal_is_kept_when_the_one_it_woke_was_cancelled(self, wakeup: Wakeup) -> None:
        first = asyncio.create_task(wakeup.wait(Queue.TURNS, seconds=LONG))
        await _settle()
        wakeup.signal(Queue.TURNS)
        first.cancel()
        with pytest.raises(asyncio.CancelledError):
            await first

        await wakeup.wait(Queue.TURNS, seconds=LONG)
