"""Time of day and waiting."""

from datetime import datetime
from typing import Protocol


class Clock(Protocol):
    """
    The wall clock of this machine.

    Good for stamps that people read. Leases and whatever two machines must agree about use the database's time.
    """

    def now(self) -> datetime:
        """The present moment, aware, in UTC."""
        ...

    async def sleep(self, seconds: float) -> None:
        """Wait; cancellation passes through."""
        ...
