import asyncio
from contextlib import suppress

import pytest

from adapters.inbound.stop_watcher import StopWatcher
from application.turns.find_stops import FindStops
from application.turns.stop_bells import StopBells
from domain.errors import StorageUnavailableError
from tests.contracts.rows import add_turn
from tests.fakes.log import FakeLog
from tests.fakes.storage import FakeStorage


async def ended(task: asyncio.Task[None]) -> None:
    task.cancel()
    with suppress(asyncio.CancelledError):
        await task


async def test_rings_when_another_process_was_asked_to_stop() -> None:
    storage, bells = FakeStorage(), StopBells()
    turn = await add_turn(storage)
    watcher = StopWatcher(find_stops=FindStops(storage=storage, bells=bells), log=FakeLog(), look_seconds=0.001)
    with bells.watch(turn.id) as bell:
        watching = asyncio.create_task(watcher.run())
        await asyncio.sleep(0.005)
        assert not bell.is_set()

        await storage.run(lambda uow: uow.turns.request_stop(turn.id))
        await bell.wait()

        await ended(watching)


@pytest.mark.parametrize(("error", "level"), [(StorageUnavailableError(), "debug"), (ValueError("ours"), "error")])
async def test_looks_again_when_looking_fails(error: Exception, level: str) -> None:
    log, looks = FakeLog(), asyncio.Semaphore(0)

    class FailingStops(FindStops):
        def __init__(self) -> None:  # it has none of the real one's collaborators
            pass

        async def execute(self) -> None:
            looks.release()
            raise error

    watching = asyncio.create_task(StopWatcher(find_stops=FailingStops(), log=log, look_seconds=0.001).run())
    for _ in range(3):
        await looks.acquire()
    await ended(watching)

    assert set(log.events(level)) == {"stops_not_looked_for"}
