"""How far readers of VK have got, and which process reads: shared by all processes."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Protocol


@dataclass(frozen=True, slots=True, kw_only=True)
class Position:
    """``age`` is how long ago it was put, by the database's clock."""

    value: str
    age: timedelta


class PositionRepository(Protocol):
    """
    Keys are fixed words of at most 50 characters. Positions and leases under one key know nothing of each other.

    A transaction that both takes a lease and puts a position takes the lease first: that fences whoever had it before.
    """

    async def get(self, key: str) -> Position | None: ...

    async def put(self, key: str, value: str) -> None:
        """Replace the position; ``value`` has at most 255 characters."""
        ...

    async def take_lease(self, key: str, *, owner: str, lease: timedelta) -> bool:
        """
        Make it ``owner``'s until ``lease`` from now by the database's clock, or prolong it; its row is locked then.

        False, and nothing changed, while somebody else has it.
        """
        ...

    async def drop_lease(self, key: str, *, owner: str) -> None:
        """Let others have it at once; does nothing when it is not ``owner``'s."""
        ...
