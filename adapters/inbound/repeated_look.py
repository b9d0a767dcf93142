"""Does something every now and then: what is due by the time of day, what nobody signals."""

from collections.abc import Awaitable, Callable

from domain.errors import StorageUnavailableError
from ports.clock import Clock
from ports.log import Log


class RepeatedLook:
    """Looks again at once while there is something to do, then after ``look_seconds``; ``what`` goes to the log."""

    def __init__(
        self, look: Callable[[], Awaitable[int | bool]], *, what: str, clock: Clock, log: Log, look_seconds: float
    ) -> None:
        self._look = look
        self._what = what
        self._clock = clock
        self._log = log
        self._look_seconds = look_seconds

    async def run(self) -> None:
        """Until cancelled. A database that is away is waited for: what is due stays due."""
        while True:
            found: int | bool = 0
            try:
                found = await self._look()
            except StorageUnavailableError as error:
                self._log.warning("look_failed", what=self._what, error=error)
            except Exception as error:  # noqa: BLE001 - whoever looks no more would find nothing any more
                self._log.error("look_failed", what=self._what, error=error)
            if not found:
                await self._clock.sleep(self._look_seconds)
