import asyncio
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import timedelta
from typing import Any

import pytest

from adapters.inbound.workers import LOOK_SECONDS, QueueWorker, TurnWorker, Workers
from adapters.outbound.wakeup import LocalWakeup
from application.turns.claim_turns import ClaimTurns
from application.turns.run_turn import RunTurn
from domain.errors import StorageUnavailableError
from domain.identifiers import ConversationId, TurnId
from domain.turn import ClaimedTurn, TurnState
from ports.storage import UnitOfWork
from ports.wakeup import Queue
from tests.factories import make_conversation, make_id, make_turn
from tests.fakes.log import FakeLog
from tests.fakes.storage import FakeStorage
from tests.fakes.wakeup import FakeWakeup
from tests.unit.application.house import House

LEASE = timedelta(seconds=30)


class SettlingTurns(RunTurn):
    """Stands in for the running of a turn: it lasts until ``go`` is set, or fails as it was told to."""

    def __init__(self) -> None:  # it has none of the real one's collaborators
        self.go = asyncio.Event()
        self.begun: list[TurnId] = []
        self.done: list[TurnId] = []
        self.cancelled: list[TurnId] = []
        self.error: Exception | None = None

    async def execute(self, claimed: ClaimedTurn) -> None:
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
        self.worker = TurnWorker(
            claim=ClaimTurns(storage=self.storage, owner="worker", lease=LEASE),
            run=self.run,
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
    """Let the other tasks work; the test's own time limit ends what never comes."""
    while not holds():  # noqa: ASYNC110 - what is waited for says nothing by itself
        await asyncio.sleep(0.001)


async def ended(task: asyncio.Task[None]) -> None:
    task.cancel()
    with suppress(asyncio.CancelledError):
        await task


class TestQueueWorker:
    async def test_drains_until_empty_and_then_waits(self) -> None:
        wakeup, left = FakeWakeup(), [3, 2, 0]
        worker = QueueWorker(queue=Queue.EVENTS, drain=lambda: _next(left), wakeup=wakeup, log=FakeLog())

        task = asyncio.create_task(worker.run())
        await until(lambda: wakeup.waits)
        await ended(task)

        assert left == []
        assert wakeup.waits[0] == (Queue.EVENTS, LOOK_SECONDS)

    async def test_drains_again_when_signalled(self) -> None:
        wakeup, found = LocalWakeup(), [0, 0, 1, 0]
        worker = QueueWorker(queue=Queue.TURNS, drain=lambda: _next(found), wakeup=wakeup, log=FakeLog())
        task = asyncio.create_task(worker.run())

        await until(lambda: len(found) == 3)
        wakeup.signal(Queue.TURNS)
        await until(lambda: len(found) == 2)
        wakeup.signal(Queue.TURNS)
        await until(lambda: not found)

        await ended(task)

    @pytest.mark.parametrize(
        ("error", "level", "event"),
        [
            (StorageUnavailableError(), "warning", "storage_unavailable"),
            (ValueError("a fault of ours"), "error", "worker_failed"),
        ],
    )
    async def test_goes_on_when_draining_fails(self, error: Exception, level: str, event: str) -> None:
        log, results = FakeLog(), [error, 0]
        worker = QueueWorker(queue=Queue.EVENTS, drain=lambda: _next(results), wakeup=FakeWakeup(), log=log)

        task = asyncio.create_task(worker.run())
        await until(lambda: not results)
        await ended(task)

        assert log.events(level) == [event]
        assert log.lines[0].facts == {"queue": Queue.EVENTS, "error": error}


async def _next(results: list[Any]) -> int:
    """The next result; with none left, nothing ever again."""
    result = results.pop(0) if results else 0
    if isinstance(result, Exception):
        raise result
    return int(result)


class TestTurnWorker:
    async def test_starts_no_more_than_there_is_room_for(self) -> None:
        crew = Crew(concurrency=2)
        await crew.owe(5)

        assert [await crew.worker.drain(), await crew.worker.drain()] == [2, 0]
        await asyncio.sleep(0)
        assert len(crew.run.begun) == 2

        await crew.worker.leave(0.0)

    async def test_wakes_the_queue_when_there_is_room_again(self) -> None:
        crew = Crew(concurrency=2)
        await crew.owe(3)
        await crew.worker.drain()
        assert crew.wakeup.signals == []

        crew.run.go.set()
        await until(lambda: len(crew.run.done) == 2)
        await until(lambda: crew.wakeup.signals)

        assert crew.wakeup.signals == [Queue.TURNS]
        assert await crew.worker.drain() == 1
        await crew.worker.leave(1.0)

    async def test_logs_and_goes_on_when_a_turn_crashes(self) -> None:
        crew = Crew()
        crew.run.error = ValueError("a fault of ours")
        crew.run.go.set()
        (id_,) = await crew.owe()

        await crew.worker.drain()
        await until(lambda: crew.log.lines)

        assert crew.log.events("error") == ["turn_crashed"]
        assert crew.log.lines[0].facts == {"turn_id": str(id_), "error": crew.run.error}
        await crew.owe()
        assert await crew.worker.drain() == 1
        await crew.worker.leave(1.0)

    async def test_keeps_the_leases_while_turns_run(self) -> None:
        crew = Crew(renew_seconds=0.001)
        await crew.owe(2)
        await crew.worker.drain()
        crew.storage.advance(20)
        keeping = asyncio.create_task(crew.worker.keep_leases())

        def all_renewed() -> bool:
            untils = [row.lease_until for row in crew.storage.tables.turns.values()]
            return all(moment is not None and moment >= crew.storage.now + LEASE for moment in untils)

        await until(all_renewed)

        await ended(keeping)
        await crew.worker.leave(0.0)

    @pytest.mark.parametrize(
        ("error", "level"), [(StorageUnavailableError(), "warning"), (ValueError("a fault of ours"), "error")]
    )
    async def test_tries_to_keep_the_leases_again_when_that_fails(self, error: Exception, level: str) -> None:
        crew = Crew(renew_seconds=0.001)
        await crew.owe()
        await crew.worker.drain()
        crew.storage.fail_next(2, error)

        keeping = asyncio.create_task(crew.worker.keep_leases())
        await until(lambda: len(crew.log.lines) == 2)
        await asyncio.sleep(0.005)

        assert crew.log.events(level) == ["leases_not_renewed"] * 2
        assert not keeping.done()
        await ended(keeping)
        await crew.worker.leave(0.0)

    async def test_replaces_a_turn_when_its_lease_had_lapsed_and_it_is_claimed_again(self) -> None:
        crew = Crew()
        (id_,) = await crew.owe()
        await crew.worker.drain()
        await asyncio.sleep(0)

        crew.storage.advance(31)
        assert await crew.worker.drain() == 1
        await until(lambda: crew.run.cancelled)
        await until(lambda: len(crew.run.begun) == 2)

        assert crew.run.cancelled == [id_]
        await crew.worker.leave(0.0)
        assert crew.run.cancelled == [id_, id_]


class TestLeave:
    async def test_lets_running_turns_finish(self) -> None:
        crew = Crew()
        ids = await crew.owe(2)
        await crew.worker.drain()
        leaving = asyncio.create_task(crew.worker.leave(100.0))
        await until(lambda: crew.run.begun)
        assert not leaving.done()

        crew.run.go.set()
        await leaving

        assert crew.run.done == ids
        assert crew.held == 0

    async def test_gives_the_rest_back_when_the_grace_is_over(self) -> None:
        crew = Crew()
        ids = await crew.owe(2)
        await crew.worker.drain()
        await asyncio.sleep(0)

        await crew.worker.leave(0.0)

        assert crew.run.cancelled == ids
        assert crew.held == 0
        assert await crew.worker.drain() == 2
        await crew.worker.leave(0.0)

    async def test_gives_the_rest_back_when_somebody_will_not_wait(self) -> None:
        crew = Crew()
        ids = await crew.owe(2)
        await crew.worker.drain()
        leaving = asyncio.create_task(crew.worker.leave(100.0))
        await until(lambda: len(crew.run.begun) == 2)

        await ended(leaving)

        assert crew.run.cancelled == ids
        assert crew.held == 0

    async def test_leaves_the_leases_to_lapse_when_the_storage_is_down(self) -> None:
        crew = Crew()
        crew.storage.fail_next()

        await crew.worker.leave(0.0)

        assert crew.log.events("warning") == ["leases_not_released"]


def make_workers(house: House, *, notify: bool = True, grace: float = 10.0) -> Workers:
    """All workers on the use cases, with bells that ring."""
    bells = LocalWakeup()
    house.wakeup.signal = bells.signal  # type: ignore[method-assign]  # who signals the fake rings the bells
    turns = TurnWorker(
        claim=house.claim, run=house.run, wakeup=bells, log=house.log, concurrency=10, renew_seconds=1_000.0
    )
    return Workers(
        turns=turns,
        drain_events=house.drain_events,
        deliver_notifications=house.deliver if notify else None,
        wakeup=bells,
        log=house.log,
        grace=grace,
    )


def tasks() -> Sequence[asyncio.Task[Any]]:
    return [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]


class TestWorkers:
    async def test_answer_and_notify_when_a_comment_comes(self, house: House) -> None:
        await house.top_up()

        async with make_workers(house):
            await house.comment()
            await until(lambda: house.notifier.delivered)

        assert house.turn.state is TurnState.SETTLED
        assert tasks() == []

    async def test_leave_the_outbox_alone_when_nobody_is_to_be_notified(self, house: House) -> None:
        await house.top_up()

        async with make_workers(house, notify=False):
            await house.comment()
            await until(lambda: house.storage.pending_notifications)

        assert house.notifier.calls == 0

    async def test_take_nothing_new_once_they_have_left(self, house: House) -> None:
        await house.top_up()

        async with make_workers(house) as workers:
            await workers.leave()
            await house.comment()
            await asyncio.sleep(0.01)
            await workers.leave()

        assert house.storage.turns == []
        assert len(house.storage.waiting_events) == 1

    async def test_finish_the_running_answer_before_they_leave(self, house: House) -> None:
        await house.top_up()
        house.writer.gate = asyncio.Event()

        async with make_workers(house) as workers:
            await house.comment()
            await until(lambda: house.writer.asked)
            leaving = asyncio.create_task(workers.leave())
            await asyncio.sleep(0.005)
            assert not leaving.done()
            house.writer.gate.set()
            await leaving
            await until(lambda: house.notifier.delivered)

        assert house.turn.state is TurnState.SETTLED

    async def test_give_the_running_answer_back_when_it_takes_too_long(self, house: House) -> None:
        await house.top_up()
        house.writer.gate = asyncio.Event()

        async with make_workers(house, grace=0.001):
            await house.comment()
            await until(lambda: house.writer.asked)

        assert house.writer.cancelled == 1
        assert house.turn.state is TurnState.WRITING
        assert tasks() == []
        house.writer.gate.set()
        await house.run_until_idle()
        assert house.turn.state is TurnState.SETTLED

    async def test_go_on_when_the_storage_was_down(self, house: House) -> None:
        await house.top_up()
        await house.comment()
        house.storage.fail_next(2)

        async with make_workers(house):
            await until(lambda: "storage_unavailable" in house.log.events("warning"))

        assert tasks() == []


@pytest.fixture
def house() -> House:
    return House()
