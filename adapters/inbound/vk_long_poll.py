"""VK's long poll: events are fetched, for a service without a public address."""

import asyncio
import time
from contextlib import suppress
from typing import Final

from application.events.poll_position import PollPosition
from application.events.take_polled_events import TakePolledEvents
from domain.backoff import delay
from domain.community import CommunityError, Remedy
from domain.errors import LeaseLostError, StorageUnavailableError
from ports.clock import Clock
from ports.event_source import (
    EventSource,
    HistoryLostError,
    PolledBatch,
    PollError,
    PollSession,
    PollSessionLostError,
)
from ports.log import Log
from ports.metrics import Metrics
from ports.randomness import Randomness

SESSION_SECONDS: Final = 3 * 3_600.0
"""Polls are reported to stall silently after hours; a session is not kept for longer."""
_MOST_FAILURES: Final = 3
"""After as many in a row the session is given up with its server."""
_SHORTEST_POLL: Final = 1.0
_LONGEST_WAIT: Final = 30.0
_POLITE_WAITS: Final = (60.0, 1_800.0)
"""The first and the longest wait after VK itself has refused, as it does when it is asked too often (29)."""


class VkLongPoll:
    """
    One process polls, the others stand by.

    What is fetched is stored before the position moves, so nothing is lost between the two; VK's ``failed`` answers
    are obeyed; after anything else that goes wrong it waits, longer and longer, and goes on from the stored position.
    """

    def __init__(
        self,
        *,
        source: EventSource,
        position: PollPosition,
        take: TakePolledEvents,
        clock: Clock,
        randomness: Randomness,
        metrics: Metrics,
        log: Log,
        renew_seconds: float,
        session_seconds: float = SESSION_SECONDS,
    ) -> None:
        self._source = source
        self._position = position
        self._take = take
        self._clock = clock
        self._randomness = randomness
        self._metrics = metrics
        self._log = log
        self._renew_seconds = renew_seconds
        self._session_seconds = session_seconds
        self._session: PollSession | None = None
        self._ends_at = 0.0
        self._ts: str | None = None
        self._failures = 0
        self._refusals = 0

    async def run(self) -> None:
        """Until cancelled."""
        try:
            while True:
                await self._go_on()
        finally:
            with suppress(StorageUnavailableError):
                await self._position.let_go()

    async def _go_on(self) -> None:
        try:
            if await self._position.hold():
                await self._fetch()
                self._failures = 0
            else:
                self._forget()
                await self._clock.sleep(self._renew_seconds)
        except LeaseLostError:
            self._log.warning("long_poll_taken_over")
            self._forget()
        except CommunityError as error:
            self._metrics.community_failed(error.code)
            await self._fail(error, polite=error.remedy is not Remedy.RETRY)
        except Exception as error:  # noqa: BLE001 - a poll that ends would leave the service deaf
            await self._fail(error, polite=False)

    async def _fetch(self) -> None:
        session, ts = await self._open()
        begun = time.monotonic()
        try:
            batch = await self._poll(session, ts)
        except PollError as error:
            await self._obey(error)
            return
        self._refusals = 0
        if batch.events or batch.ts != ts:
            await self._take.execute(batch)
            self._ts = batch.ts
        elif time.monotonic() - begun < _SHORTEST_POLL:
            # Somebody on the way answers in VK's place.
            await self._clock.sleep(_SHORTEST_POLL)

    async def _obey(self, error: PollError) -> None:
        """VK counts how often a session is opened, so what is refused again and again is asked for ever more rarely."""
        self._refusals += 1
        if self._refusals > 1:
            await self._clock.sleep(self._wait(self._refusals, 1.0, _LONGEST_WAIT))
        if isinstance(error, HistoryLostError):
            await self._jump(error.ts, "history")
            return
        self._session = None
        if isinstance(error, PollSessionLostError):
            session, _ = await self._open()
            await self._jump(session.ts, "session")

    async def _open(self) -> tuple[PollSession, str]:
        """The session, fresh if need be, and where to go on."""
        if self._session is None or time.monotonic() >= self._ends_at:
            self._session = await self._source.open()
            self._ends_at = time.monotonic() + self._session_seconds
            self._log.info("long_poll_opened")
        if self._ts is None:
            self._ts = await self._position.read()
        if self._ts is None:
            # Whoever takes over before the first event begins here too.
            await self._position.move(self._session.ts)
            self._ts = self._session.ts
        return self._session, self._ts

    async def _poll(self, session: PollSession, ts: str) -> PolledBatch:
        asking = asyncio.create_task(self._source.poll(session, ts=ts))
        try:
            while not asking.done():
                await asyncio.wait({asking}, timeout=self._renew_seconds)
                if not asking.done() and not await self._position.hold():
                    raise LeaseLostError("long poll", "this process")
            return asking.result()
        finally:
            asking.cancel()
            await asyncio.gather(asking, return_exceptions=True)

    async def _jump(self, ts: str, what: str) -> None:
        self._log.warning("long_poll_events_lost", what=what)
        await self._position.jump(ts)
        self._ts = ts

    async def _fail(self, error: Exception, *, polite: bool) -> None:
        self._failures += 1
        if self._failures >= _MOST_FAILURES:
            self._session = None
        wait = self._wait(self._failures, *(_POLITE_WAITS if polite else (1.0, _LONGEST_WAIT)))
        self._log.warning("long_poll_failed", error=error, wait=round(wait, 1))
        await self._clock.sleep(wait)

    def _wait(self, tries: int, first: float, most: float) -> float:
        return delay(tries, first=first, most=most, spread=self._randomness.fraction())

    def _forget(self) -> None:
        """Another process polls, and moves the position."""
        self._session = None
        self._ts = None
        self._failures = 0
