"""Looks every now and then which deadlines come near."""

from typing import Final

from application.reminders.remind_of_deadlines import RemindOfDeadlines
from domain.errors import StorageUnavailableError
from ports.clock import Clock
from ports.log import Log

LOOK_SECONDS: Final = 2.0
"""Deadlines are read to the minute."""


class DeadlineWatcher:
    def __init__(
        self, *, remind: RemindOfDeadlines, clock: Clock, log: Log, look_seconds: float = LOOK_SECONDS
    ) -> None:
        self._remind = remind
        self._clock = clock
        self._log = log
        self._look_seconds = look_seconds

    async def run(self) -> None:
        """Until cancelled. A database that is away is waited for: what is due stays due."""
        while True:
            found = 0
            try:
                found = await self._remind.execute()
            except StorageUnavailableError as error:
                self._log.warning("deadlines_not_looked_at", error=error)
            except Exception as error:  # noqa: BLE001 - without looking nobody would be reminded any more
                self._log.error("deadlines_not_looked_at", error=error)
            if not found:
                await self._clock.sleep(self._look_seconds)
