"""Stops in memory."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

from tests.fakes.tables import HaltRow, Tables


class FakeHaltRepository:
    """``now`` is the database's clock."""

    def __init__(self, tables: Tables, *, now: Callable[[], datetime]) -> None:
        self._halts = tables.halts
        self._now = now

    async def halt(self, key: str, *, reason: str, wait: timedelta) -> bool:
        times = self._halts[key].times + 1 if key in self._halts else 1
        self._halts[key] = HaltRow(reason=reason, until=self._now() + wait, times=times)
        return times == 1

    async def remaining(self, key: str, *, probe: timedelta) -> timedelta | None:
        row = self._halts.get(key)
        if row is None:
            return None
        if row.until > self._now():
            return row.until - self._now()
        self._halts[key] = replace(row, until=self._now() + probe)
        return None

    async def clear(self, key: str) -> None:
        self._halts.pop(key, None)

    async def reason(self, key: str) -> str | None:
        return self._halts[key].reason if key in self._halts else None

    async def times(self, key: str) -> int:
        return self._halts[key].times if key in self._halts else 0
