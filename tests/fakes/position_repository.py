"""Positions and leases in memory."""

from collections.abc import Callable
from datetime import datetime, timedelta

from ports.position_repository import Position
from tests.fakes.tables import PositionRow, Tables


class FakePositionRepository:
    """``now`` is the database's clock."""

    def __init__(self, tables: Tables, *, now: Callable[[], datetime]) -> None:
        self._positions = tables.positions
        self._leases = tables.leases
        self._now = now

    async def get(self, key: str) -> Position | None:
        row = self._positions.get(key)
        return None if row is None else Position(value=row.value, age=self._now() - row.at)

    async def put(self, key: str, value: str) -> None:
        self._positions[key] = PositionRow(value=value, at=self._now())

    async def take_lease(self, key: str, *, owner: str, lease: timedelta) -> bool:
        held = self._leases.get(key)
        if held is not None and held.value != owner and held.at > self._now():
            return False
        self._leases[key] = PositionRow(value=owner, at=self._now() + lease)
        return True

    async def drop_lease(self, key: str, *, owner: str) -> None:
        held = self._leases.get(key)
        if held is not None and held.value == owner:
            del self._leases[key]
