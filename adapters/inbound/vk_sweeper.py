"""Looks every now and then whether dialogs were missed."""

import time
from datetime import timedelta
from typing import Final

from application.events.sweep_dialogs import SweepDialogs
from domain.backoff import delay
from domain.community import CommunityError
from domain.errors import LeaseLostError, StorageUnavailableError
from ports.clock import Clock
from ports.log import Log
from ports.randomness import Randomness

LOOK_SECONDS: Final = 30.0
_LONGEST: Final = 3_600.0


class VkSweeper:
    """The first look is at once; after a failure the looks become rarer, up to once an hour."""

    def __init__(
        self,
        *,
        sweep: SweepDialogs,
        clock: Clock,
        randomness: Randomness,
        log: Log,
        look_seconds: float = LOOK_SECONDS,
    ) -> None:
        self._sweep = sweep
        self._clock = clock
        self._randomness = randomness
        self._log = log
        self._look_seconds = look_seconds
        self._failures = 0

    async def run(self) -> None:
        """Until cancelled."""
        begun = time.monotonic()
        while True:
            await self._look(timedelta(seconds=time.monotonic() - begun))
            await self._clock.sleep(self._pause())

    async def _look(self, running_for: timedelta) -> None:
        try:
            await self._sweep.execute(running_for=running_for)
        except LeaseLostError:
            # Another process does it.
            return
        except (CommunityError, StorageUnavailableError) as error:
            self._log.warning("sweep_failed", error=error)
        except Exception as error:  # noqa: BLE001 - the next look may succeed
            self._log.error("sweep_failed", error=error)
        else:
            self._failures = 0
            return
        self._failures += 1

    def _pause(self) -> float:
        if not self._failures:
            return self._look_seconds
        longest = max(self._look_seconds, _LONGEST)
        return delay(self._failures, first=self._look_seconds, most=longest, spread=self._randomness.fraction())
