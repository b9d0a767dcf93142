"""A writer of answers of which is known how its calls have ended lately."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from domain.answer import AnswerWriterError, Fault, Line, WrittenAnswer
from ports.answer_writer import AnswerWriter, OnFragment
from ports.clock import Clock


@dataclass(frozen=True, slots=True, kw_only=True)
class LatestCall:
    """``fault`` is None when a whole answer came; ``failed_in_a_row`` counts this call and those before it."""

    ended_at: datetime
    fault: Fault | None
    failed_in_a_row: int


class WatchedAnswerWriter:
    """Of this process. A call that was given up by whoever made it tells nothing of the model."""

    def __init__(self, writer: AnswerWriter, *, clock: Clock) -> None:
        self._writer = writer
        self._clock = clock
        self._latest: LatestCall | None = None

    @property
    def latest(self) -> LatestCall | None:
        """None before the first call has ended."""
        return self._latest

    async def write(self, lines: Sequence[Line], *, on_fragment: OnFragment) -> WrittenAnswer:
        try:
            answer = await self._writer.write(lines, on_fragment=on_fragment)
        except AnswerWriterError as error:
            self._note(error.fault)
            raise
        self._note(None)
        return answer

    def _note(self, fault: Fault | None) -> None:
        before = 0 if self._latest is None else self._latest.failed_in_a_row
        self._latest = LatestCall(
            ended_at=self._clock.now(), fault=fault, failed_in_a_row=0 if fault is None else before + 1
        )
