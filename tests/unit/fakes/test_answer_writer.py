import asyncio

import pytest

from domain.answer import AnswerWriterError, Fault
from ports.answer_writer import AnswerWriter
from tests.contracts.answer_writer import AnswerWriterContract, AnswerWriterWorld
from tests.fakes.answer_writer import FakeAnswerWriter


class FakeAnswerWriterWorld:
    def __init__(self) -> None:
        self._fake = FakeAnswerWriter()
        self.writer: AnswerWriter = self._fake

    async def answer_next(self, text: str, *, finish_reason: str = "stop") -> None:
        self._fake.answer_next(text)

    async def fail_next(self, fault: Fault, *, partial: str = "") -> None:
        self._fake.fail_next(AnswerWriterError(fault), partial=partial)

    async def hang_next(self, text: str) -> None:
        self._fake.gate = asyncio.Event()
        self._fake.answer_next(text)

    async def until_left(self) -> None:
        assert self._fake.cancelled == 1


class TestFakeAnswerWriter(AnswerWriterContract):
    @pytest.fixture
    def world(self) -> AnswerWriterWorld:
        return FakeAnswerWriterWorld()
