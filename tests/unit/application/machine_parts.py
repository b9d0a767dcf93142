"""What the machines play with."""

from collections.abc import Awaitable, Callable, Sequence

from domain.answer import Line, WrittenAnswer
from domain.delivery import PART_LENGTH, CommentTarget, DialogTarget
from domain.message import comment_natural_key, dialog_natural_key
from domain.occurrence import CommentWritten, MessageReceived
from domain.rich_text import Span
from ports.answer_writer import OnFragment
from tests.fakes.answer_writer import FakeAnswerWriter
from tests.fakes.community import FakeCommunity


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


class OvertakingCommunity:
    """VK, whose event of what we have said may come before the answer to our call does: see ``overtake_next``."""

    def __init__(self, community: FakeCommunity, *, tell: Callable[[], Awaitable[None]]) -> None:
        self._community = community
        self._tell = tell
        self._overtakes = False

    def overtake_next(self) -> None:
        self._overtakes = True

    async def create_comment(self, target: CommentTarget, text: str, *, guid: str) -> int:
        try:
            return await self._community.create_comment(target, text, guid=guid)
        finally:
            await self._before_the_answer()

    async def send_message(self, target: DialogTarget, text: str, *, random_id: int, spans: Sequence[Span] = ()) -> int:
        try:
            return await self._community.send_message(target, text, random_id=random_id, spans=spans)
        finally:
            await self._before_the_answer()

    async def find_message(self, target: DialogTarget, *, random_id: int) -> int | None:
        return await self._community.find_message(target, random_id=random_id)

    async def confirmation_code(self) -> str:
        return await self._community.confirmation_code()

    async def _before_the_answer(self) -> None:
        if self._overtakes:
            self._overtakes = False
            await self._tell()
