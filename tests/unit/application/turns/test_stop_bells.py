import asyncio

import pytest

from application.turns.stop_bells import AnswerStoppedError, StopBells, until_rung
from domain.identifiers import TurnId
from tests.factories import make_id

TURN, OTHER = TurnId(make_id(1)), TurnId(make_id(2))


class Work:
    def __init__(self) -> None:
        self.go = asyncio.Event()
        self.begun = asyncio.Event()
        self.is_cancelled = False
        self.outlives_cancelling = False

    async def do(self) -> str:
        self.begun.set()
        try:
            await self.go.wait()
        except asyncio.CancelledError:
            self.is_cancelled = True
            if not self.outlives_cancelling:
                raise
        return "done"


def test_rings_for_those_who_watch_the_turn() -> None:
    bells = StopBells()
    bells.ring(TURN)
    with bells.watch(TURN) as first, bells.watch(OTHER) as other:
        with bells.watch(TURN) as second:
            assert sorted(bells.watched) == [TURN, OTHER]
            bells.ring(TURN)
            assert (first.is_set(), second.is_set(), other.is_set()) == (True, True, False)
        assert sorted(bells.watched) == [TURN, OTHER]
    assert bells.watched == []


async def test_gives_what_the_work_gave_when_nobody_rings() -> None:
    work = Work()
    work.go.set()

    assert await until_rung(asyncio.Event(), work.do()) == "done"


async def test_raises_what_the_work_raised() -> None:
    async def fail() -> None:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await until_rung(asyncio.Event(), fail())


async def test_ends_the_work_when_the_bell_rings() -> None:
    work, bell = Work(), asyncio.Event()
    waiting = asyncio.create_task(until_rung(bell, work.do()))
    await work.begun.wait()

    bell.set()
    with pytest.raises(AnswerStoppedError):
        await waiting

    assert work.is_cancelled


async def test_counts_the_work_when_it_is_done_all_the_same() -> None:
    work, bell = Work(), asyncio.Event()
    work.outlives_cancelling = True
    waiting = asyncio.create_task(until_rung(bell, work.do()))
    await work.begun.wait()

    bell.set()

    assert await waiting == "done"


async def test_ends_the_work_when_its_caller_is_cancelled() -> None:
    work = Work()
    waiting = asyncio.create_task(until_rung(asyncio.Event(), work.do()))
    await work.begun.wait()

    waiting.cancel()
    with pytest.raises(asyncio.CancelledError):
        await waiting

    assert work.is_cancelled
