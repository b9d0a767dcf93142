"""What the turn machine plays with."""

from collections.abc import Sequence

from domain.answer import Line, WrittenAnswer
from domain.delivery import PART_LENGTH
from domain.message import comment_natural_key, dialog_natural_key
from domain.occurrence import CommentWritten, MessageReceived
from ports.answer_writer import OnFragment
from tests.fakes.answer_writer import FakeAnswerWriter


def natural_key(said: CommentWritten | MessageReceived) -> str:
    if isinstance(said, CommentWritten):
        return comment_natural_key(said.owner_id, said.comment_id)
    return dialog_natural_key(said.peer_id, said.number)


def two_parts(number: int) -> str:
    filling = "а" * (PART_LENGTH - 100)
    return f"{filling} {number}. Ещё {number}{filling}."


class NumberingWriter:
    """No two answers are the same: else nobody could tell which of them a comment is."""

    def __init__(self, writer: FakeAnswerWriter) -> None:
        self._writer = writer

    async def write(self, lines: Sequence[Line], *, on_fragment: OnFragment) -> WrittenAnswer:
        self._writer.text = f"Ответ {len(self._writer.asked)}."
        return await self._writer.write(lines, on_fragment=on_fragment)
