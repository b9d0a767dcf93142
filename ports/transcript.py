"""Settled turns as data files, for whoever analyses them later."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Protocol
from uuid import UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class TranscriptTurn:
    """One question and its answer; `settled_at` is aware, `charged` is in roubles."""

    turn_id: UUID
    conversation_id: UUID
    channel: str
    settled_at: datetime
    question: str
    answer: str
    model: str | None
    charged: Decimal


class Transcript(Protocol):
    """A copy for reading: the database stays the truth, so a turn may be missing here when the disk refused it."""

    def record(self, turn: TranscriptTurn) -> None:
        """Keep the turn. Never blocks, never raises; a turn recorded twice is there twice."""
        ...
