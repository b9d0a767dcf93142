import asyncio
from abc import ABC, abstractmethod
from typing import Protocol

import pytest

from domain.answer import AnswerWriterError, Fault, Line, Role
from ports.answer_writer import AnswerWriter

LINES = [
    Line(role=Role.SYSTEM, text="Отвечай кратко."),
    Line(role=Role.USER, text="Вы открыты?"),
    Line(role=Role.ASSISTANT, text="Да."),
    Line(role=Role.USER, text="А в воскресенье?"),
]


class AnswerWriterWorld(Protocol):
    """A writer, and the model behind it."""

    @property
    def writer(self) -> AnswerWriter: ...
    async def answer_next(self, text: str, *, finish_reason: str = "stop") -> None: ...
    async def fail_next(self, fault: Fault, *, partial: str = "") -> None:
        """The next answer fails; UNAVAILABLE before its first piece, CUT after ``partial``."""

    async def hang_next(self, text: str) -> None:
        """The next answer stops after its first piece and says nothing more."""

    async def until_left(self) -> None:
        """Return when nobody waits for an answer any more."""


class Fragments:
    def __init__(self) -> None:
        self.pieces: list[str] = []
        self.came = asyncio.Event()

    async def __call__(self, piece: str) -> None:
        self.pieces.append(piece)
        self.came.set()

    @property
    def text(self) -> str:
        return "".join(self.pieces)


class AnswerWriterContract(ABC):
    @pytest.fixture
    @abstractmethod
    def world(self) -> AnswerWriterWorld: ...

    @pytest.mark.parametrize("text", ["Да", "Да, с 10:00 до 20:00.\n\n- без «обеда» 🙂\n- *всегда*", "\n  отступ "])
    async def test_pieces_joined_are_the_answer_when_it_came_whole(self, world: AnswerWriterWorld, text: str) -> None:
        await world.answer_next(text)
        fragments = Fragments()

        answer = await world.writer.write(LINES, on_fragment=fragments)

        assert answer.text == text == fragments.text
        assert all(fragments.pieces)
        assert answer.model

    async def test_counts_tokens_when_the_server_says_them(self, world: AnswerWriterWorld) -> None:
        await world.answer_next("Да, с 10:00 до 20:00.")

        answer = await world.writer.write(LINES, on_fragment=Fragments())

        assert answer.input_tokens is not None
        assert answer.output_tokens is not None
        assert answer.input_tokens > 0
        assert answer.output_tokens > 0

    async def test_is_whole_when_the_token_limit_was_reached(self, world: AnswerWriterWorld) -> None:
        await world.answer_next("Да, с 10:00", finish_reason="length")

        answer = await world.writer.write(LINES, on_fragment=Fragments())

        assert answer.text == "Да, с 10:00"

    @pytest.mark.parametrize("fault", [Fault.UNAVAILABLE, Fault.RATE_LIMITED, Fault.UNAUTHORISED, Fault.REFUSED])
    async def test_names_the_fault_when_there_is_no_answer(self, world: AnswerWriterWorld, fault: Fault) -> None:
        await world.fail_next(fault)
        fragments = Fragments()

        with pytest.raises(AnswerWriterError) as caught:
            await world.writer.write(LINES, on_fragment=fragments)

        assert caught.value.fault is fault
        assert fragments.pieces == []

    async def test_is_cut_when_the_answer_breaks_off(self, world: AnswerWriterWorld) -> None:
        await world.fail_next(Fault.CUT, partial="Да, с 10:00 до")
        fragments = Fragments()

        with pytest.raises(AnswerWriterError) as caught:
            await world.writer.write(LINES, on_fragment=fragments)

        assert caught.value.fault is Fault.CUT
        assert fragments.text == "Да, с 10:00 до"

    async def test_tries_once_when_it_fails(self, world: AnswerWriterWorld) -> None:
        await world.fail_next(Fault.UNAVAILABLE)
        await world.answer_next("Да")

        with pytest.raises(AnswerWriterError):
            await world.writer.write(LINES, on_fragment=Fragments())

        assert (await world.writer.write(LINES, on_fragment=Fragments())).text == "Да"

    async def test_ends_the_call_when_cancelled(self, world: AnswerWriterWorld) -> None:
        await world.hang_next("Да, с 10:00 до 20:00.")
        fragments = Fragments()
        writing = asyncio.create_task(world.writer.write(LINES, on_fragment=fragments))
        await fragments.came.wait()

        writing.cancel()

        with pytest.raises(asyncio.CancelledError):
            await writing
        await world.until_left()

    async def test_passes_the_error_on_when_the_listener_fails(self, world: AnswerWriterWorld) -> None:
        await world.answer_next("Да, с 10:00 до 20:00.")

        async def fail(piece: str) -> None:
            raise LookupError(piece)

        with pytest.raises(LookupError):
            await world.writer.write(LINES, on_fragment=fail)
