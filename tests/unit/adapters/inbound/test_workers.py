import asyncio
from collections.abc import Sequence
from typing import Any

import pytest

from adapters.inbound.workers import LOOK_SECONDS, QueueWorker, TurnWorker, Workers
from adapters.outbound.wakeup import LocalWakeup
from domain.errors import StorageUnavailableError
from domain.turn import TurnState
from ports.wakeup import Queue
from tests.fakes.log import FakeLog
from tests.fakes.wakeup import FakeWakeup
from tests.unit.adapters.inbound.crew import ended, until
from tests.unit.application.house import House


class TestQueueWorker:
    async def test_drains_until_empty_and_then_waits(self) -> None:
        wakeup, left = FakeWakeup(), [3, 2, 0]
        worker = QueueWorker(queue=Queue.EVENTS, drain=lambda: _next(left), wakeup=wakeup, log=FakeLog())

        task = asyncio.create_task(worker.run())
        await until(lambda: wakeup.waits)
        await ended(task)

        assert left == []
        assert wakeup.waits[0] == (Queue.EVENTS, LOOK_SECONDS)

    @pytest.mark.parametrize(("rest", "left"), [(0.0, []), (3_600.0, [2, 0])])
    async def test_rests_between_two_batches(self, rest: float, left: list[int]) -> None:
        wakeup, found = FakeWakeup(), [3, 2, 0]
        worker = QueueWorker(
            queue=Queue.NOTIFICATIONS, drain=lambda: _next(found), wakeup=wakeup, log=FakeLog(), rest=rest
        )

        task = asyncio.create_task(worker.run())
        for _ in range(20):
            await asyncio.sleep(0)
        await ended(task)

        assert found == left

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


def make_workers(house: House, *, notify: bool = True, grace: float = 10.0) -> Workers:
    """All workers on the use cases, with bells that ring."""
    bells = LocalWakeup()
    house.wakeup.signal = bells.signal  # type: ignore[method-assign]  # who signals the fake rings the bells
    turns = TurnWorker(
        claim=house.claim,
        run=house.run,
        room=house.room,
        wakeup=bells,
        log=house.log,
        concurrency=10,
        renew_seconds=1_000.0,
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
        assert [turn.state for turn in house.storage.turns] == [TurnState.WRITING]
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
