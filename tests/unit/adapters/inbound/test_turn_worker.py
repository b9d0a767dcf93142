import asyncio

import pytest

from domain.errors import StorageUnavailableError
from ports.wakeup import Queue
from tests.unit.adapters.inbound.crew import LEASE, Crew, ended, until


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

        assert sorted(crew.run.done) == ids
        assert crew.held == 0

    async def test_gives_the_rest_back_when_the_grace_is_over(self) -> None:
        crew = Crew()
        ids = await crew.owe(2)
        await crew.worker.drain()
        await asyncio.sleep(0)

        await crew.worker.leave(0.0)

        assert sorted(crew.run.cancelled) == ids
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

        assert sorted(crew.run.cancelled) == ids
        assert crew.held == 0

    async def test_leaves_the_leases_to_lapse_when_the_storage_is_down(self) -> None:
        crew = Crew()
        crew.storage.fail_next()

        await crew.worker.leave(0.0)

        assert crew.log.events("warning") == ["leases_not_released"]
