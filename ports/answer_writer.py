"""The language model, as somebody who writes answers."""

from collections.abc import Awaitable, Callable, Sequence
from typing import Protocol

from domain.answer import Line, WrittenAnswer

OnFragment = Callable[[str], Awaitable[None]]


class AnswerWriter(Protocol):
    async def write(self, lines: Sequence[Line], *, on_fragment: OnFragment) -> WrittenAnswer:
        """
        Write the next line of a conversation whose first line is the system prompt.

        ``on_fragment`` is awaited for every piece as it arrives; joined, the pieces are the text of the answer.
        Raises AnswerWriterError when no whole answer came: after that the pieces count for nothing. An answer that
        reached the token limit is whole. Never tries twice by itself. Cancelling ends the call on the wire.
        """
        ...
