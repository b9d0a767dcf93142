import json
from collections.abc import Iterator
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest

from adapters.outbound.file_log import AsyncFileHandler
from adapters.outbound.transcript import FileTranscript, NoTranscript
from ports.transcript import Transcript, TranscriptTurn
from tests.contracts.transcript import TranscriptContract, make_transcript_turn
from tests.fakes.transcript import FakeTranscript

MOSCOW = ZoneInfo("Europe/Moscow")


@pytest.fixture
def writer() -> Iterator[AsyncFileHandler]:
    writer = AsyncFileHandler()
    yield writer
    writer.close()


def make_transcript(directory: Path, writer: AsyncFileHandler) -> FileTranscript:
    return FileTranscript(directory=directory, tz=MOSCOW, writer=writer)


def decoded(line: str) -> TranscriptTurn:
    found = json.loads(line)
    return TranscriptTurn(
        turn_id=UUID(found["turn_id"]),
        conversation_id=UUID(found["conversation_id"]),
        channel=found["channel"],
        settled_at=datetime.fromisoformat(found["settled_at"]),
        question=found["question"],
        answer=found["answer"],
        model=found["model"],
        charged=Decimal(found["charged"]),
    )


class TestFileTranscript(TranscriptContract):
    @pytest.fixture
    def sut(self, tmp_path: Path, writer: AsyncFileHandler) -> Transcript:
        self.directory = tmp_path
        self.writer = writer
        return make_transcript(tmp_path, writer)

    def kept(self, sut: Transcript) -> list[TranscriptTurn]:
        assert self.writer.flush()
        lines = [line for file in sorted(self.directory.iterdir()) for line in file.read_text().split("\n")]
        return [decoded(line) for line in lines if line]


class TestFakeTranscript(TranscriptContract):
    @pytest.fixture
    def sut(self) -> FakeTranscript:
        return FakeTranscript()

    def kept(self, sut: Transcript) -> list[TranscriptTurn]:
        assert isinstance(sut, FakeTranscript)
        return sut.turns


def test_goes_to_the_day_of_the_given_zone_when_it_is_another_day_in_utc(
    tmp_path: Path, writer: AsyncFileHandler
) -> None:
    evening = make_transcript_turn(settled_at=datetime(2026, 11, 22, 20, 59, tzinfo=UTC))
    night = make_transcript_turn(settled_at=datetime(2026, 11, 22, 21, 0, tzinfo=UTC))
    sut = make_transcript(tmp_path, writer)

    for turn in (evening, night, evening):
        sut.record(turn)
    writer.flush()

    counts = {file.name: len(file.read_text().splitlines()) for file in tmp_path.iterdir()}
    assert counts == {"2026-11-22.jsonl": 2, "2026-11-23.jsonl": 1}


def test_writes_plain_json_when_read_by_others(tmp_path: Path, writer: AsyncFileHandler) -> None:
    make_transcript(tmp_path, writer).record(make_transcript_turn())
    writer.flush()

    assert json.loads((tmp_path / "2026-11-22.jsonl").read_text()) == {
        "turn_id": "00000000-0000-0000-0000-000000000001",
        "conversation_id": "00000000-0000-0000-0000-000000000002",
        "channel": "site_chat",
        "settled_at": "2026-11-22T15:30:00+03:00",
        "question": "Когда сдавать?",
        "answer": "15 ноября, до полудня.",
        "model": "gpt-4o-mini",
        "charged": "5.00",
    }


def test_writes_the_turn_when_its_text_holds_half_a_surrogate_pair(tmp_path: Path, writer: AsyncFileHandler) -> None:
    make_transcript(tmp_path, writer).record(make_transcript_turn(question="a\ud800b"))
    writer.flush()

    assert json.loads((tmp_path / "2026-11-22.jsonl").read_text())["question"] == "a\\ud800b"


def test_counts_the_turn_as_lost_when_the_writer_is_closed(tmp_path: Path) -> None:
    writer = AsyncFileHandler()
    writer.close()

    make_transcript(tmp_path, writer).record(make_transcript_turn())

    assert writer.dropped == 1


def test_keeps_nothing_when_unset() -> None:
    sut: Transcript = NoTranscript()

    sut.record(make_transcript_turn())
