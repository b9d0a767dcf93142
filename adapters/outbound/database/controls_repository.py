"""The owner's controls in SQL: one row, made when it is first locked."""

from typing import Any, Final

from sqlalchemy import Row, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from adapters.outbound.database.daily_limit import limit_of, limit_values
from adapters.outbound.database.dialect import add_unless_known
from adapters.outbound.database.prepared import Prepared
from adapters.outbound.database.schema import controls
from domain.answering import AnsweringControls, Stop

_KEY: Final = "answering"
_row = select(controls).where(controls.c.key == _KEY)
_ROW: Final = Prepared(_row)
_HOLD_STILL: Final = Prepared(_row.with_for_update(read=True))
_LOCK: Final = Prepared(_row.with_for_update())


class SqlControlsRepository:
    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection
        self._held: AnsweringControls | None = None

    async def get(self) -> AnsweringControls:
        row = await _ROW.first(self._connection)
        return AnsweringControls() if row is None else _controls(row)

    async def hold_still(self) -> AnsweringControls:
        # They stay as they are until the end of the transaction: that is what it is for.
        if self._held is None:
            self._held = await self._locked(_HOLD_STILL)
        return self._held

    async def lock(self) -> AnsweringControls:
        return await self._locked(_LOCK)

    async def save(self, controls_: AnsweringControls) -> None:
        self._held = None
        await self._connection.execute(update(controls).where(controls.c.key == _KEY).values(_values(controls_)))

    async def _locked(self, locking: Prepared) -> AnsweringControls:
        row = await locking.first(self._connection)
        if row is None:
            # What is not there cannot be locked.
            await add_unless_known(self._connection, controls, {"key": _KEY} | _values(AnsweringControls()))
            return await self._locked(locking)
        return _controls(row)


def _controls(row: Row[Any]) -> AnsweringControls:
    stop = None if row.stopped_at is None else Stop(at=row.stopped_at, by=row.stopped_by, reason=row.stop_reason)
    return AnsweringControls(stop=stop, daily_limit=limit_of(row))


def _values(controls_: AnsweringControls) -> dict[str, Any]:
    stop = controls_.stop
    return {
        "stopped_at": stop and stop.at,
        "stopped_by": stop and stop.by,
        "stop_reason": stop and stop.reason,
        **limit_values(controls_.daily_limit),
    }
