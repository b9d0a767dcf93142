"""A bound on calls a second: for one process, or through the slots that all processes share."""

import asyncio
import math
import secrets
from dataclasses import dataclass
from datetime import datetime
from typing import Final, Protocol

from domain.errors import StorageUnavailableError

LONGEST_PAUSE: Final = 2.0
_SHORTEST_PAUSE: Final = 1.0
_CHANCES: Final = 1_000_000

_AHEAD: Final = 0.05
_FARTHEST: Final = 0.5
"""Seconds of slots that one process takes at once at most: what it does not use, others miss."""
_STALE: Final = 0.02
"""Seconds after which a slot that nobody wanted is void."""
_LATEST: Final = 0.05
"""Seconds that a call may be late for its slot; the distances between slots make up for that and for the way to VK."""
_MOST_MISSES: Final = 4
_PATIENCE: Final = 1.0
_ALONE: Final = 5.0
"""Seconds before slots are asked for again after they could not be."""


class Limiter(Protocol):
    async def wait(self) -> None:
        """Return when the caller may go. A cancelled caller leaves its slot unused."""
        ...

    async def slow_down(self) -> None:
        """Let nobody go for a second or two: VK has said that there were too many calls."""
        ...


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
        now = asyncio.get_running_loop().time()
        slot = max(now, self._next_slot)
        self._next_slot = slot + self._interval
        if slot > now:
            await asyncio.sleep(slot - now)

    async def slow_down(self) -> None:
        self._next_slot = max(self._next_slot, asyncio.get_running_loop().time() + _pause())


@dataclass(frozen=True, slots=True, kw_only=True)
class Reservation:
    """
    ``count`` moments, each ``interval`` seconds after the one before.

    The first is ``at`` by the clock that all processes share, and ``start`` by the loop's.
    """

    at: datetime
    start: float
    interval: float
    count: int


class Slots(Protocol):
    """Where slots are reserved; both methods raise StorageUnavailableError."""

    @property
    def rate(self) -> float:
        """Slots a second, for all processes together."""
        ...

    async def reserve(self, count: int) -> Reservation: ...

    async def pause(self, seconds: float) -> None:
        """No slot that is reserved from now on comes sooner than that."""
        ...


class SharedRateLimiter:
    """
    Takes slots that all processes reserve from the same row.

    Several are reserved at once when several calls wait, or when the rate is so high that single ones would keep the
    row busy: one reservation in ``_AHEAD`` seconds is enough then. While the slots cannot be asked for, ``fallback``,
    this process's own share, takes over.
    """

    def __init__(self, slots: Slots, fallback: Limiter) -> None:
        self._slots = slots
        self._fallback = fallback
        self._reserved = _Row()
        self._one_reserves = asyncio.Lock()
        self._waiting = 0
        self._alone_until = 0.0

    async def wait(self) -> None:
        for _ in range(_MOST_MISSES):
            slot = await self._take()
            if slot is None:
                await self._fallback.wait()
                return
            await asyncio.sleep(max(0.0, slot - _now()))
            if _now() - slot <= _LATEST:
                return
            # This process was held up: its slots have piled up, and using them would be a burst.

    async def slow_down(self) -> None:
        seconds = _pause()
        self._reserved = _Row()
        await self._fallback.slow_down()
        try:
            async with asyncio.timeout(_PATIENCE):
                await self._slots.pause(seconds)
        except (StorageUnavailableError, TimeoutError):
            self._alone_until = _now() + _ALONE

    async def _take(self) -> float | None:
        """The moment of a slot, or None when the slots cannot be asked for."""
        self._waiting += 1
        try:
            async with self._one_reserves:
                self._reserved.drop_before(_now() - _STALE)
                if not self._reserved.left and not await self._reserve():
                    return None
                return self._reserved.take()
        finally:
            self._waiting -= 1

    async def _reserve(self) -> bool:
        if _now() < self._alone_until:
            return False
        rate = self._slots.rate
        count = max(math.ceil(rate * _AHEAD), min(self._waiting, math.ceil(rate * _FARTHEST)))
        try:
            async with asyncio.timeout(_PATIENCE):
                given = await self._slots.reserve(count)
        except (StorageUnavailableError, TimeoutError):
            self._alone_until = _now() + _ALONE
            return False
        self._reserved = _Row(start=given.start, interval=given.interval, left=given.count)
        return True


@dataclass(slots=True, kw_only=True)
class _Row:
    """Slots at equal distances, counted and not kept one by one: of a high rate there are thousands."""

    start: float = 0.0
    interval: float = 0.0
    left: int = 0

    def drop_before(self, moment: float) -> None:
        if self.left and self.start < moment:
            void = min(self.left, math.ceil((moment - self.start) / self.interval))
            self.start += void * self.interval
            self.left -= void

    def take(self) -> float:
        taken = self.start
        self.start += self.interval
        self.left -= 1
        return taken


def _now() -> float:
    return asyncio.get_running_loop().time()


def _pause() -> float:
    return _SHORTEST_PAUSE + (LONGEST_PAUSE - _SHORTEST_PAUSE) * secrets.randbelow(_CHANCES) / _CHANCES
