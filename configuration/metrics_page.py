"""What ``/metrics`` shows: the counts of this process, and what all processes share, read anew every few seconds."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Final

from domain.errors import StorageUnavailableError
from domain.signs import Signs

FRESH_SECONDS: Final = 2.0
"""Anybody can ask for the page: however often they do, the database is asked no more often than this."""

Render = Callable[[Signs | None], tuple[bytes, str]]


class MetricsPage:
    """``now`` is any clock that never goes back, in seconds."""

    def __init__(self, *, read: Callable[[], Awaitable[Signs]], render: Render, now: Callable[[], float]) -> None:
        self._read = read
        self._render = render
        self._now = now
        self._lock = asyncio.Lock()
        self._signs: Signs | None = None
        self._until: float | None = None

    async def render(self) -> tuple[bytes, str]:
        """The page and its content type; it comes without what is shared while the database does not answer."""
        async with self._lock:
            if self._until is None or self._now() >= self._until:
                self._signs = await self._look()
                self._until = self._now() + FRESH_SECONDS
        return self._render(self._signs)

    async def _look(self) -> Signs | None:
        try:
            return await self._read()
        except StorageUnavailableError:
            return None
