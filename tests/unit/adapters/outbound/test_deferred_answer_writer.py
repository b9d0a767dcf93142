import asyncio

import pytest

from adapters.outbound.deferred_answer_writer import DeferredAnswerWriter
from ports.answer_writer import AnswerWriter
from tests.contracts.answer_writer import LINES, AnswerWriterContract, AnswerWriterWorld, Fragments
from tests.fakes.answer_writer import FakeAnswerWriter
from tests.unit.fakes.test_answer_writer import FakeAnswerWriterWorld


class DeferredWorld(FakeAnswerWriterWorld):
    def __init__(self) -> None:
        super().__init__()
        real = self.writer

        async def make() -> AnswerWriter:
            await asyncio.sleep(0)
            return real

        self.writer = DeferredAnswerWriter(make)


class TestDeferredAnswerWriter(AnswerWriterContract):
    @pytest.fixture
    def world(self) -> AnswerWriterWorld:
        return DeferredWorld()


async def test_is_made_for_the_first_answer_and_kept() -> None:
    made: list[FakeAnswerWriter] = []

    async def make() -> AnswerWriter:
        made.append(FakeAnswerWriter())
        made[-1].answer_next("Да")
        made[-1].answer_next("Нет")
        return made[-1]

    writer = DeferredAnswerWriter(make)
    assert made == []

    answers = [await writer.write(LINES, on_fragment=Fragments()) for _ in range(2)]

    assert [answer.text for answer in answers] == ["Да", "Нет"]
    assert len(made) == 1


async def test_is_made_anew_when_it_could_not_be_made() -> None:
    faults = [OSError("no such library")]

    async def make() -> AnswerWriter:
        if faults:
            raise faults.pop()
        writer = FakeAnswerWriter()
        writer.answer_next("Да")
        return writer

    writer = DeferredAnswerWriter(make)
    with pytest.raises(OSError, match="no such library"):
        await writer.write(LINES, on_fragment=Fragments())

    assert (await writer.write(LINES, on_fragment=Fragments())).text == "Да"
