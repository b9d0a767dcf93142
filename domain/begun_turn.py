"""A turn that was begun in the transaction that owes it, on its way to whoever runs it."""

from collections.abc import Sequence
from dataclasses import dataclass

from domain.answer import Line
from domain.turn import ClaimedTurn, Turn


@dataclass(frozen=True, slots=True, kw_only=True)
class BegunTurn:
    """
    Stored as begun: what is left to do first is to call the model, if it has not ended by being begun.

    ``turn`` is what has become of ``claimed.turn``; ``lines`` is what the model is told.
    """

    claimed: ClaimedTurn
    turn: Turn
    lines: Sequence[Line]
