"""Room for turns, in a test that runs them itself."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta

from domain.begun_turn import BegunTurn
from ports.turn_room import TurnPlace, TurnRunner


@dataclass(frozen=True, slots=True, kw_only=True)
class FakeTurnPlace:
    room: "FakeTurnRoom"
    runner: TurnRunner
    owner: str
    lease: timedelta

    def start(self, begun: BegunTurn) -> None:
        self.room.started.append(begun)
        self.runner.start(begun)


class FakeTurnRoom:
    """``started`` is what was begun here."""

    def __init__(self, *, owner: str, lease: timedelta) -> None:
        self._owner = owner
        self._lease = lease
        self._runner: TurnRunner | None = None
        self.kept = 0
        self.started: list[BegunTurn] = []

    def open(self, runner: TurnRunner) -> None:
        self._runner = runner

    async def close(self) -> None:
        self._runner = None
        while self.kept:
            await asyncio.sleep(0)

    @contextmanager
    def place(self) -> Iterator[TurnPlace | None]:
        if self._runner is None or self._runner.free <= 0:
            yield None
            return
        self.kept += 1
        try:
            yield FakeTurnPlace(room=self, runner=self._runner, owner=self._owner, lease=self._lease)
        finally:
            self.kept -= 1
