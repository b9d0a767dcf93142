"""A tap on the shoulder of the workers, so that they need not wait for their next look into the database."""

from enum import StrEnum
from typing import Protocol


class Queue(StrEnum):
    EVENTS = "events"
    TURNS = "turns"
    NOTIFICATIONS = "notifications"


class Wakeup(Protocol):
    """May be lost: workers look by themselves every now and then."""

    def signal(self, queue: Queue) -> None:
        """Say that there is work; never blocks, never raises."""
        ...

    async def wait(self, queue: Queue, *, seconds: float) -> None:
        """Return when there may be work, after ``seconds`` at the latest; a signal sent meanwhile is not missed."""
        ...
