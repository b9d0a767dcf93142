"""Limits of a single process."""

import time
from collections import OrderedDict
from collections.abc import Callable
from typing import Final

from domain.rate import Rate

MOST_KEYS: Final = 100_000


class MemoryThrottle:
    """For one event loop. Of too many keys those that were asked for longest ago are forgotten first."""

    def __init__(self, *, keys: int = MOST_KEYS, now: Callable[[], float] = time.monotonic) -> None:
        self._keys = keys
        self._now = now
        self._empty_at: OrderedDict[str, float] = OrderedDict()

    async def take(self, key: str, rate: Rate) -> float | None:
        now = self._now()
        empty_at, wait = rate.take(self._empty_at.pop(key, now), now=now)
        self._empty_at[key] = empty_at
        if len(self._empty_at) > self._keys:
            self._empty_at.popitem(last=False)
        return wait
