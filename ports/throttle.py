"""How often somebody may do something, counted by all processes together."""

from typing import Protocol

from domain.rate import Rate


class Throttle(Protocol):
    """Never raises: one that cannot be asked counts in this process alone."""

    async def take(self, key: str, rate: Rate) -> float | None:
        """
        Count it under ``key``; None when it may be done now, else the seconds after which it may be tried again.

        A key belongs to one rate. What may not be done is not counted, so nobody is locked out by being asked for.
        """
        ...
