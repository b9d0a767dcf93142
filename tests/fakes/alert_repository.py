"""Alerts in memory."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta

from domain.alert import AlertKind
from tests.fakes.tables import AlertRow, Tables


class FakeAlertRepository:
    """``now`` is the database's clock."""

    def __init__(self, tables: Tables, *, now: Callable[[], datetime]) -> None:
        self._tables = tables
        self._now = now

    async def take_look(self, *, every: timedelta) -> bool:
        latest = self._tables.looks.get("alerts")
        if latest is not None and timedelta() <= self._now() - latest < every:
            return False
        self._tables.looks["alerts"] = self._now()
        return True

    async def on(self) -> Mapping[AlertKind, int]:
        return {kind: row.number for kind, row in self._tables.alerts.items() if row.is_on}

    async def begin(self, kind: AlertKind) -> int | None:
        row = self._tables.alerts.get(kind, AlertRow(number=0, is_on=False))
        if row.is_on:
            return None
        self._tables.alerts[kind] = AlertRow(number=row.number + 1, is_on=True)
        return row.number + 1

    async def end(self, kind: AlertKind) -> int | None:
        row = self._tables.alerts.get(kind)
        if row is None or not row.is_on:
            return None
        self._tables.alerts[kind] = replace(row, is_on=False)
        return row.number
