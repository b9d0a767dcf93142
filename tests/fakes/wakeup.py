import asyncio

from ports.wakeup import Queue


class FakeWakeup:
    """Keeps what was signalled; whoever waits gets on at once, as if the time were over."""

    def __init__(self) -> None:
        self.signals: list[Queue] = []
        self.waits: list[tuple[Queue, float]] = []

    def signal(self, queue: Queue) -> None:
        self.signals.append(queue)

    async def wait(self, queue: Queue, *, seconds: float) -> None:
        self.waits.append((queue, seconds))
        await asyncio.sleep(0)
