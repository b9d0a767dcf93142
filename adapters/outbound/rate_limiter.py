"""A bound on calls a second, for one process."""

import asyncio


class RateLimiter:
    """
    Lets calls through at equal distances, in the order they asked: at most ``rate`` of them in any second.

    No burst is saved up in quiet times: VK counts within a second, and a saved burst on top of the steady flow would
    exceed it. One event loop only.
    """

    def __init__(self, rate: float) -> None:
        self._interval = 1 / rate
        self._next_slot = 0.0

    async def wait(self) -> None:
        """Return when the caller may go. A cancelled caller leaves its slot unused."""
        now = asyncio.get_running_loop().time()
        slot = max(now, self._next_slot)
        self._next_slot = slot + self._interval
        if slot > now:
            await asyncio.sleep(slot - now)
