"""Room among the turns that this process runs."""

import asyncio
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta

from domain.begun_turn import BegunTurn
from ports.turn_room import TurnPlace, TurnRunner


@dataclass(frozen=True, slots=True, kw_only=True)
class _Place:
    owner: str
    lease: timedelta
    start: Callable[[BegunTurn], None]


class LocalTurnRoom:
    """For one event loop."""

    def __init__(self, *, owner: str, lease: timedelta) -> None:
        self._owner = owner
        self._lease = lease
        self._runner: TurnRunner | None = None
        self._kept = 0
        self._none_kept = asyncio.Event()
        self._none_kept.set()

    @property
    def kept(self) -> int:
        return self._kept

    def open(self, runner: TurnRunner) -> None:
        self._runner = runner

    async def close(self) -> None:
        self._runner = None
        await self._none_kept.wait()

    @contextmanager
    def place(self) -> Iterator[TurnPlace | None]:
        runner = self._runner
        if runner is None or runner.free <= 0:
            yield None
            return
        self._keep(1)
        try:
            yield _Place(owner=self._owner, lease=self._lease, start=runner.start)
        finally:
            self._keep(-1)

    def _keep(self, places: int) -> None:
        self._kept += places
        if self._kept:
            self._none_kept.clear()
        else:
            self._none_kept.set()
