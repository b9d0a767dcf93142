"""What is stopped for everybody until a person, or time, has mended it."""

from datetime import timedelta
from typing import Protocol


class HaltRepository(Protocol):
    """Times are the database's. ``key`` names what is stopped, such as ``vk``."""

    async def halt(self, key: str, *, reason: str, wait: timedelta) -> bool:
        """Stop it for ``wait`` from now, or prolong the stop; True when it was not stopped before."""
        ...

    async def remaining(self, key: str, *, probe: timedelta) -> timedelta | None:
        """
        How long it is still stopped; None when it may be tried.

        When the time of a stop is over, one caller is told None, to try whether the trouble is over too, and the stop
        is prolonged by ``probe`` for the others.
        """
        ...

    async def clear(self, key: str) -> None:
        """End the stop, if there is one."""
        ...

    async def reason(self, key: str) -> str | None:
        """Why it was stopped last; None when it is not."""
        ...

    async def times(self, key: str) -> int:
        """How often it was stopped in a row; 0 when it is not."""
        ...
