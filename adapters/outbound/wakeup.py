"""Workers of this process wake one another; those of other processes find the work by looking."""

import asyncio
import contextlib

from ports.wakeup import Queue


class LocalWakeup:
    """
    One bell per queue, for one event loop; `signal` is called from that loop's thread.

    A signal wakes all who wait. One that nobody waits for is kept, as one, for the next who does.
    """

    def __init__(self) -> None:
        self._bells = {queue: asyncio.Event() for queue in Queue}

    def signal(self, queue: Queue) -> None:
        self._bells[queue].set()

    async def wait(self, queue: Queue, *, seconds: float) -> None:
        bell = self._bells[queue]
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await bell.wait()
                # Those who were woken together have left the bell already: clearing it takes no signal from them.
                bell.clear()
