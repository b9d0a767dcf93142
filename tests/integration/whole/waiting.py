"""Waiting for what another process does: by looking again, never by the clock alone."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from typing import TypeVar

FoundT = TypeVar("FoundT")

BOUND_SECONDS = 40.0
LOOK_SECONDS = 0.05


async def until(look: Callable[[], Awaitable[FoundT]], what: str, *, seconds: float = BOUND_SECONDS) -> FoundT:
    """The first thing that ``look`` gives which is true; fails naming ``what`` and what was seen last."""
    end = time.monotonic() + seconds
    while not (found := await look()):
        assert time.monotonic() < end, f"waited {seconds} s for {what}; last seen: {found!r}"
        await asyncio.sleep(LOOK_SECONDS)
    return found
