"""Settled turns as JSON lines, a file a day."""

from datetime import tzinfo
from pathlib import Path

import msgspec

from adapters.outbound.file_log import AsyncFileHandler
from adapters.outbound.json_line import json_line, whole_text
from adapters.outbound.rotating_file import RotatingFile
from ports.transcript import TranscriptTurn


class _Line(msgspec.Struct, frozen=True):
    """The wire shape: ids as text, roubles as a string, the moment with its offset."""

    turn_id: str
    conversation_id: str
    channel: str
    settled_at: str
    question: str
    answer: str
    model: str | None
    charged: str


class FileTranscript:
    """Queues each turn for `directory/YYYY-MM-DD.jsonl`, the day in `tz`; the writer stays its opener's to close."""

    def __init__(self, *, directory: Path, tz: tzinfo, writer: AsyncFileHandler) -> None:
        self._directory = directory
        self._tz = tz
        self._writer = writer

    def record(self, turn: TranscriptTurn) -> None:
        settled_at = turn.settled_at.astimezone(self._tz)
        line = _Line(
            turn_id=str(turn.turn_id),
            conversation_id=str(turn.conversation_id),
            channel=turn.channel,
            settled_at=settled_at.isoformat(),
            question=whole_text(turn.question),
            answer=whole_text(turn.answer),
            model=turn.model,
            charged=str(turn.charged),
        )
        self._writer.write(json_line(line), RotatingFile(self._directory / f"{settled_at:%Y-%m-%d}.jsonl"))


class NoTranscript:
    """For when no directory is set: nothing is kept."""

    def record(self, turn: TranscriptTurn) -> None:
        pass
