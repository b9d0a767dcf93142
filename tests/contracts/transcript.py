from abc import ABC, abstractmethod
from datetime import UTC, datetime
from decimal import Decimal
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ports.transcript import Transcript, TranscriptTurn
from tests.examples import examples


def make_transcript_turn(
    *,
    question: str = "Когда сдавать?",
    answer: str = "15 ноября, до полудня.",
    settled_at: datetime = datetime(2026, 11, 22, 12, 30, tzinfo=UTC),
    model: str | None = "gpt-4o-mini",
) -> TranscriptTurn:
    return TranscriptTurn(
        turn_id=UUID(int=1),
        conversation_id=UUID(int=2),
        channel="site_chat",
        settled_at=settled_at,
        question=question,
        answer=answer,
        model=model,
        charged=Decimal("5.00"),
    )


class TranscriptContract(ABC):
    @pytest.fixture
    @abstractmethod
    def sut(self) -> Transcript: ...

    @abstractmethod
    def kept(self, sut: Transcript) -> list[TranscriptTurn]:
        """Read back every turn so far, oldest first."""

    def test_keeps_turns_whole_and_in_order_when_recorded(self, sut: Transcript) -> None:
        turns = [make_transcript_turn(question="1"), make_transcript_turn(question="2", model=None)]

        for turn in turns:
            sut.record(turn)

        assert self.kept(sut) == turns

    @settings(
        max_examples=examples(40),
        deadline=None,
        suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.differing_executors],
    )
    @given(text=st.text(max_size=300))
    def test_keeps_any_text_as_it_was(self, sut: Transcript, text: str) -> None:
        turn = make_transcript_turn(question=text, answer=text)

        sut.record(turn)

        assert self.kept(sut)[-1] == turn
