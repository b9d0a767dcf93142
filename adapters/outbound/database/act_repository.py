"""Acts in SQL."""

import json
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row, insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from adapters.outbound.database.schema import acts
from domain.act import Act, RecordedAct


class SqlActRepository:
    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def add(self, act: Act) -> None:
        values = {
            "at": act.at,
            "by": act.by,
            "deed": str(act.deed),
            "subject": act.on,
            "details": json.dumps(dict(act.details), ensure_ascii=False),
            "correlation": act.correlation,
        }
        await self._connection.execute(insert(acts).values(values))

    async def latest(self, *, limit: int, before: int | None = None) -> Sequence[RecordedAct]:
        found = select(acts).order_by(acts.c.position.desc()).limit(limit)
        if before is not None:
            found = found.where(acts.c.position < before)
        return [_recorded(row) for row in await self._connection.execute(found)]


def _recorded(row: Row[Any]) -> RecordedAct:
    act = Act(
        at=row.at,
        by=row.by,
        deed=row.deed,
        on=row.subject,
        details=json.loads(row.details),
        correlation=row.correlation,
    )
    return RecordedAct(position=row.position, act=act)
