"""A writer of answers that is made when the first is wanted."""

from collections.abc import Awaitable, Callable, Sequence

from domain.answer import Line, WrittenAnswer
from ports.answer_writer import AnswerWriter, OnFragment


class DeferredAnswerWriter:
    """``make`` may be called more than once when several begin together; the writers it gives are as good as one."""

    def __init__(self, make: Callable[[], Awaitable[AnswerWriter]]) -> None:
        self._make = make
        self._writer: AnswerWriter | None = None

    async def write(self, lines: Sequence[Line], *, on_fragment: OnFragment) -> WrittenAnswer:
        if self._writer is None:
            self._writer = await self._make()
        return await self._writer.write(lines, on_fragment=on_fragment)
