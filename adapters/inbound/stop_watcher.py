"""Hears what another process was asked to stop."""

import asyncio
from typing import Final

from application.turns.find_stops import FindStops
from domain.errors import StorageUnavailableError
from ports.log import Log

LOOK_SECONDS: Final = 0.5
"""A stop that came to another process ends the call of the model within this."""


class StopWatcher:
    def __init__(self, *, find_stops: FindStops, log: Log, look_seconds: float = LOOK_SECONDS) -> None:
        self._find_stops = find_stops
        self._log = log
        self._look_seconds = look_seconds

    async def run(self) -> None:
        """Until cancelled. A database that is away is waited for: the wish is stored in it."""
        while True:
            try:
                await self._find_stops.execute()
            except StorageUnavailableError as error:
                self._log.debug("stops_not_looked_for", error=error)
            except Exception as error:  # noqa: BLE001 - without looking no stop would be heard any more
                self._log.error("stops_not_looked_for", error=error)
            await asyncio.sleep(self._look_seconds)
