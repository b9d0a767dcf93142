import asyncio

import pytest

from adapters.outbound.watched_answer_writer import LatestCall, WatchedAnswerWriter
from domain.answer import AnswerWriterError, Fault
from tests.contracts.answer_writer import LINES, AnswerWriterContract, AnswerWriterWorld, Fragments
from tests.factories import MOMENT
from tests.fakes.answer_writer import FakeAnswerWriter
from tests.fakes.clock import FakeClock
from tests.unit.fakes.test_answer_writer import FakeAnswerWriterWorld


class WatchedWorld(FakeAnswerWriterWorld):
    def __init__(self) -> None:
        super().__init__()
        self.writer = WatchedAnswerWriter(self.writer, clock=FakeClock(MOMENT))


class TestWatchedAnswerWriter(AnswerWriterContract):
    @pytest.fixture
    def world(self) -> AnswerWriterWorld:
        return WatchedWorld()


async def test_counts_failures_in_a_row_until_an_answer_comes() -> None:
    fake = FakeAnswerWriter()
    writer = WatchedAnswerWriter(fake, clock=FakeClock(MOMENT))
    assert writer.latest is None

    for _ in range(2):
        fake.fail_next(AnswerWriterError(Fault.UNAVAILABLE))
        with pytest.raises(AnswerWriterError):
            await writer.write(LINES, on_fragment=Fragments())
    assert writer.latest == LatestCall(ended_at=MOMENT, fault=Fault.UNAVAILABLE, failed_in_a_row=2)

    await writer.write(LINES, on_fragment=Fragments())
    assert writer.latest == LatestCall(ended_at=MOMENT, fault=None, failed_in_a_row=0)


async def test_a_call_that_was_given_up_tells_nothing() -> None:
    fake = FakeAnswerWriter()
    fake.gate = asyncio.Event()
    fake.answer_next("Да")
    writer = WatchedAnswerWriter(fake, clock=FakeClock(MOMENT))
    fragments = Fragments()
    call = asyncio.ensure_future(writer.write(LINES, on_fragment=fragments))
    await fragments.came.wait()
    call.cancel()
    await asyncio.wait([call])

    assert writer.latest is None
