import asyncio
from collections.abc import Sequence
from itertools import count

from domain.community import CommunityError
from ports.event_source import (
    HistoryLostError,
    PolledBatch,
    PolledEvent,
    PollKeyExpiredError,
    PollSession,
    PollSessionLostError,
)


class FakeEventSource:
    """
    VK's queue of events, whose ``ts`` is the number of events so far; scripted failures strike first.

    A poll that finds nothing waits until something happens.
    """

    def __init__(self) -> None:
        self.events: list[PolledEvent] = []
        self.opened = 0
        self.asked: list[str] = []
        self._first = 0
        self._keys = count(1)
        self._key = ""
        self._polls: list[Exception] = []
        self._opens: list[int | None] = []
        self._changed = asyncio.Event()

    def happens(self, *events: PolledEvent) -> None:
        self.events += events
        self._changed.set()

    def expire_key(self) -> None:
        self._key = ""

    def lose_history(self) -> None:
        """Those who are behind have missed what they have not seen."""
        self._first = len(self.events)

    def fail_polls(self, *errors: Exception) -> None:
        self._polls += errors
        self._changed.set()

    def refuse_opening(self, *codes: int | None) -> None:
        self._opens += codes

    async def open(self) -> PollSession:
        self.opened += 1
        if self._opens:
            raise CommunityError(method="groups.getLongPollServer", code=self._opens.pop(0), detail="scripted")
        self._key = self._key or f"key {next(self._keys)}"
        return PollSession(server="https://lp.test/", key=self._key, ts=str(len(self.events)))

    async def poll(self, session: PollSession, *, ts: str) -> PolledBatch:
        self.asked.append(ts)
        while True:
            self._changed.clear()
            if self._polls:
                raise self._polls.pop(0)
            if session.key != self._key:
                raise PollKeyExpiredError
            seen = int(ts)
            if seen > len(self.events):
                raise PollSessionLostError
            if seen < self._first:
                raise HistoryLostError(str(self._first))
            if seen < len(self.events):
                return PolledBatch(events=self._after(seen), ts=str(len(self.events)))
            await self._changed.wait()

    def _after(self, seen: int) -> Sequence[PolledEvent]:
        return tuple(self.events[seen:])
