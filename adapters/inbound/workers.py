"""The background of the server: events are interpreted, turns run, notifications pushed."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from contextvars import copy_context
from typing import Final, Protocol, Self

from application.deliver_notifications import DeliverNotifications
from application.events.drain_events import DrainEvents
from application.turns.claim_turns import ClaimTurns
from application.turns.run_turn import RunTurn
from domain.begun_turn import BegunTurn
from domain.errors import StorageUnavailableError
from domain.identifiers import TurnId
from domain.turn import ClaimedTurn
from ports.log import Log
from ports.turn_room import TurnRoom
from ports.wakeup import Queue, Wakeup

CANCEL_SECONDS: Final = 2.0
LOOK_SECONDS: Final = 1.0
"""How long a queue is left alone when nobody signals: what another process put in is found within this."""


NOTIFICATIONS_REST_SECONDS: Final = 0.03
"""A look into the outbox costs as much as announcing an answer does; the first one is announced at once."""


class Receiver(Protocol):
    async def run(self) -> None:
        """Until cancelled."""
        ...


class QueueWorker:
    """
    Drains one queue until it is empty, then waits for a signal or for the next look.

    ``rest``: seconds between a batch and the next one; what has come in meanwhile is taken together.
    """

    def __init__(
        self, *, queue: Queue, drain: Callable[[], Awaitable[int | bool]], wakeup: Wakeup, log: Log, rest: float = 0.0
    ) -> None:
        self._queue = queue
        self._drain = drain
        self._wakeup = wakeup
        self._log = log
        self._rest = rest

    async def run(self) -> None:
        """Until cancelled. A database that is away is waited for."""
        while True:
            try:
                found = await self._drain()
            except StorageUnavailableError as error:
                self._log.warning("storage_unavailable", queue=self._queue, error=error)
                found = 0
            except Exception as error:  # noqa: BLE001 - a worker that dies would stop the whole queue
                self._log.error("worker_failed", queue=self._queue, error=error)
                found = 0
            if found:
                # What was started goes first: where transactions write one at a time, the next look would precede it.
                await asyncio.sleep(self._rest)
            else:
                await self._wakeup.wait(self._queue, seconds=LOOK_SECONDS)


class TurnWorker:
    """Runs as many turns at once as it has room for, and keeps their leases alive while it does."""

    def __init__(
        self,
        *,
        claim: ClaimTurns,
        run: RunTurn,
        room: TurnRoom,
        wakeup: Wakeup,
        log: Log,
        concurrency: int,
        renew_seconds: float,
    ) -> None:
        self._claim = claim
        self._run = run
        self._room = room
        self._wakeup = wakeup
        self._log = log
        self._concurrency = concurrency
        self._renew_seconds = renew_seconds
        self._running: dict[TurnId, asyncio.Task[None]] = {}
        self._has_left = False
        # What is begun elsewhere runs here: its log and its trace are not those of whoever began it.
        self._context = copy_context()
        room.open(self)

    @property
    def free(self) -> int:
        """How many more turns it could run, beside those that are being begun."""
        return self._concurrency - len(self._running) - self._room.kept

    async def drain(self) -> int:
        """Claim what there is room for and start it; returns how many were started."""
        if self.free <= 0:
            return 0
        claimed = await self._claim.execute(limit=min(self.free, 50))
        for turn in claimed:
            self._start(turn)
        return len(claimed)

    def start(self, begun: BegunTurn) -> None:
        """Run a turn that was begun here; after it has left nothing is run any more, and the claim lapses."""
        if not self._has_left:
            self._start(begun.claimed, begun)

    def _start(self, claimed: ClaimedTurn, begun: BegunTurn | None = None) -> None:
        id_ = claimed.turn.id
        if (lapsed := self._running.get(id_)) is not None:
            # Its lease could not be renewed in time and the turn was claimed anew: what it does is fenced off.
            lapsed.cancel()
        task = asyncio.create_task(
            self._run.execute(claimed, begun=begun), name=f"turn {id_}", context=self._context.copy()
        )
        self._running[id_] = task
        task.add_done_callback(lambda done: self._ended(id_, done))

    def _ended(self, id_: TurnId, task: asyncio.Task[None]) -> None:
        if self._running.get(id_) is task:
            del self._running[id_]
        if not task.cancelled() and (error := task.exception()) is not None:
            # The lease lapses and the turn is taken up again at its last stored step.
            self._log.error("turn_crashed", turn_id=str(id_), error=error)
        if len(self._running) == self._concurrency - 1:
            self._wakeup.signal(Queue.TURNS)

    async def keep_leases(self) -> None:
        """Until cancelled."""
        while True:
            await asyncio.sleep(self._renew_seconds)
            if self._running:
                try:
                    await self._claim.renew(list(self._running))
                except StorageUnavailableError as error:
                    self._log.warning("leases_not_renewed", error=error)
                except Exception as error:  # noqa: BLE001 - without renewals every turn would be taken up twice
                    self._log.error("leases_not_renewed", error=error)

    async def leave(self, grace: float) -> None:
        """Let running turns finish for ``grace`` seconds, or until cancelled, then give the rest back to others."""
        try:
            with suppress(TimeoutError):
                async with asyncio.timeout(grace):
                    await self._room.close()
                    if self._running:
                        await asyncio.wait(self._running.values())
        finally:
            self._has_left = True
            await self._give_back()

    async def _give_back(self) -> None:
        await _cancel(list(self._running.values()))
        try:
            await self._claim.release()
        except StorageUnavailableError as error:
            self._log.warning("leases_not_released", error=error)


class Workers:
    """
    Everything that works in the background of one process, for as long as the ``async with`` lasts.

    ``leave`` may be called before: no new work is taken, running turns are let finish for ``grace`` seconds, the rest
    is given back to others. Sockets can still be served meanwhile. Leaving twice changes nothing.

    ``receivers`` bring new work; ``listeners`` serve what is running, and go on until it has ended.
    """

    def __init__(
        self,
        *,
        turns: TurnWorker,
        drain_events: DrainEvents,
        deliver_notifications: DeliverNotifications | None,
        receivers: Sequence[Receiver] = (),
        listeners: Sequence[Receiver] = (),
        wakeup: Wakeup,
        log: Log,
        grace: float,
    ) -> None:
        self._turns = turns
        self._grace = grace
        self._has_left = False
        self._takers: list[Receiver] = [
            *receivers,
            QueueWorker(queue=Queue.EVENTS, drain=drain_events.execute, wakeup=wakeup, log=log),
            QueueWorker(queue=Queue.TURNS, drain=turns.drain, wakeup=wakeup, log=log),
        ]
        self._keepers: list[Receiver] = [*listeners]
        if deliver_notifications is not None:
            drain = deliver_notifications.execute
            self._keepers.append(
                QueueWorker(
                    queue=Queue.NOTIFICATIONS, drain=drain, wakeup=wakeup, log=log, rest=NOTIFICATIONS_REST_SECONDS
                )
            )
        self._taking: list[asyncio.Task[None]] = []
        self._keeping: list[asyncio.Task[None]] = []

    async def __aenter__(self) -> Self:
        self._taking = [asyncio.create_task(worker.run()) for worker in self._takers]
        self._keeping = [asyncio.create_task(worker.run()) for worker in self._keepers]
        self._keeping.append(asyncio.create_task(self._turns.keep_leases()))
        return self

    async def __aexit__(self, *_error: object) -> None:
        await self.leave()
        # Notifications of the turns that finished last had until now to go out; the rest is in the outbox.
        await _cancel(self._keeping)

    async def leave(self) -> None:
        if self._has_left:
            return
        self._has_left = True
        await _cancel(self._taking)
        await self._turns.leave(self._grace)


async def _cancel(tasks: Sequence[asyncio.Task[None]]) -> None:
    """
    Cancel and wait.

    Again after a while: a cancellation that arrives just as something awaited is ready may be swallowed on its way, by
    a database driver most of all.
    """
    pending = set(tasks)
    while pending:
        for task in pending:
            task.cancel()
        _, pending = await asyncio.wait(pending, timeout=CANCEL_SECONDS)
    await asyncio.gather(*tasks, return_exceptions=True)
