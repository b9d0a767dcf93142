"""Alerts in SQL."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from sqlalchemy import or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from adapters.outbound.database.dialect import database_time, insert_unless_known
from adapters.outbound.database.schema import alerts
from domain.alert import AlertKind

_LOOK: Final = "look"
"""Key of the row that says when somebody looked last."""
_NEVER: Final = datetime(1970, 1, 1, tzinfo=UTC)


class SqlAlertRepository:
    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def take_look(self, *, every: timedelta) -> bool:
        await self._make(_LOOK)
        is_due = or_(
            alerts.c.changed_at <= database_time(-every),
            # The database's clock was set back.
            alerts.c.changed_at > database_time(),
        )
        return await self._change(_LOOK, is_due, {})

    async def on(self) -> Mapping[AlertKind, int]:
        found = await self._connection.execute(select(alerts.c.key, alerts.c.number).where(alerts.c.is_on == 1))
        return {AlertKind(row.key): row.number for row in found}

    async def begin(self, kind: AlertKind) -> int | None:
        await self._make(kind)
        begun = await self._change(kind, alerts.c.is_on == 0, {"is_on": 1, "number": alerts.c.number + 1})
        return await self._number(kind) if begun else None

    async def end(self, kind: AlertKind) -> int | None:
        ended = await self._change(kind, alerts.c.is_on == 1, {"is_on": 0})
        return await self._number(kind) if ended else None

    async def _make(self, key: str) -> None:
        fresh = {"key": key, "is_on": 0, "number": 0, "changed_at": _NEVER}
        await self._connection.execute(insert_unless_known(alerts, self._connection.dialect.name), fresh)

    async def _change(self, key: str, condition: Any, changed: dict[str, Any]) -> bool:
        one = update(alerts).where(alerts.c.key == key, condition)
        done = await self._connection.execute(one.values(changed | {"changed_at": database_time()}))
        return done.rowcount == 1

    async def _number(self, kind: AlertKind) -> int:
        number: int = (await self._connection.execute(select(alerts.c.number).where(alerts.c.key == kind))).scalar_one()
        return number
