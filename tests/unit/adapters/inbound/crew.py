"""A turn worker at work on the fake storage."""

import asyncio
from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta

from adapters.inbound.workers import TurnWorker
from application.turns.claim_turns import ClaimTurns
from application.turns.run_turn import RunTurn
from domain.begun_turn import BegunTurn
from domain.identifiers import ConversationId, TurnId
from domain.turn import ClaimedTurn
from ports.storage import UnitOfWork
from tests.factories import make_conversation, make_id, make_turn
from tests.fakes.log import FakeLog
from tests.fakes.storage import FakeStorage
from tests.fakes.turn_room import FakeTurnRoom
from tests.fakes.wakeup import FakeWakeup

LEASE = timedelta(seconds=30)


class SettlingTurns(RunTurn):
    """Stands in for the running of a turn: it lasts until ``go`` is set, or fails as it was told to."""

    def __init__(self) -> None:  # it has none of the real one's collaborators
        self.go = asyncio.Event()
        self.begun: list[TurnId] = []
        self.done: list[TurnId] = []
        self.cancelled: list[TurnId] = []
        self.error: Exception | None = None

    async def execute(self, claimed: ClaimedTurn, *, begun: BegunTurn | None = None) -> None:
        self.begun.append(claimed.turn.id)
        try:
            await self.go.wait()
        except asyncio.CancelledError:
            self.cancelled.append(claimed.turn.id)
            raise
        if self.error is not None:
            raise self.error
        self.done.append(claimed.turn.id)


class Crew:
    """A turn worker over the fake storage."""

    def __init__(self, *, concurrency: int = 10, renew_seconds: float = 1_000.0) -> None:
        self.storage = FakeStorage()
        self.log = FakeLog()
        self.wakeup = FakeWakeup()
        self.run = SettlingTurns()
        self.room = FakeTurnRoom(owner="worker", lease=LEASE)
        self.worker = TurnWorker(
            claim=ClaimTurns(storage=self.storage, owner="worker", lease=LEASE),
            run=self.run,
            room=self.room,
            wakeup=self.wakeup,
            log=self.log,
            concurrency=concurrency,
            renew_seconds=renew_seconds,
        )

    async def owe(self, count: int = 1) -> list[TurnId]:
        """Turns, each in a conversation of its own."""
        ids = [TurnId(make_id()) for _ in range(count)]

        async def add(uow: UnitOfWork) -> None:
            for id_ in ids:
                chat = make_conversation(id=ConversationId(make_id()))
                await uow.conversations.add(chat)
                await uow.turns.add(make_turn(id=id_, conversation_id=chat.id), after=timedelta(0))

        await self.storage.run(add)
        return ids

    @property
    def held(self) -> int:
        """Turns this worker has a lease of."""
        return sum(row.owner == "worker" for row in self.storage.tables.turns.values())


async def until(holds: Callable[[], object]) -> None:
    """Let the other tasks work; what never comes fails the test."""
    async with asyncio.timeout(60.0):
        while not holds():
            await asyncio.sleep(0.001)


async def ended(task: asyncio.Task[None]) -> None:
    task.cancel()
    with suppress(asyncio.CancelledError):
        await task
