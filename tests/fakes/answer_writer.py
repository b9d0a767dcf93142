import asyncio
import re
from collections import deque
from collections.abc import Sequence

from domain.answer import AnswerWriterError, Line, WrittenAnswer
from ports.answer_writer import OnFragment


class FakeAnswerWriter:
    """
    Writes the scripted answers in order, word by word, and the default text when none is left.

    A scripted error strikes after the words of ``partial``. While ``gate`` is an unset event, every answer waits for
    it after its first word.
    """

    def __init__(self, text: str = "Да, мы открыты.", *, model: str = "fake-model") -> None:
        self.text = text
        self.model = model
        self.asked: list[list[Line]] = []
        self.cancelled = 0
        self.gate: asyncio.Event | None = None
        self._script: deque[tuple[str, AnswerWriterError | None]] = deque()

    def answer_next(self, text: str) -> None:
        self._script.append((text, None))

    def fail_next(self, error: AnswerWriterError, *, partial: str = "") -> None:
        self._script.append((partial, error))

    async def write(self, lines: Sequence[Line], *, on_fragment: OnFragment) -> WrittenAnswer:
        self.asked.append(list(lines))
        text, error = self._script.popleft() if self._script else (self.text, None)
        try:
            for word in re.findall(r"\s*\S+|\s+$", text):
                await on_fragment(word)
                await (self.gate.wait() if self.gate else asyncio.sleep(0))
        except asyncio.CancelledError:
            self.cancelled += 1
            raise
        if error is not None:
            raise error
        input_tokens = sum(len(line.text) // 4 for line in lines)
        return WrittenAnswer(text=text, model=self.model, input_tokens=input_tokens, output_tokens=len(text) // 4)
