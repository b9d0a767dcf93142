"""What the owner has decided about all answering: whether it is stopped, and how much a day may cost."""

from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from typing import Final, Self

ANSWERING: Final = "answering"
"""What an act on all answering is done to."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stop:
    """Nothing is answered since ``at``; ``by`` and ``reason`` say who wants it so and why."""

    at: datetime
    by: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DailyLimit:
    """What may be spent in a day, in roubles; ``amount`` is None for no limit. It stands before the setting."""

    amount: Decimal | None
    at: datetime
    by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AnsweringControls:
    """Without a ``daily_limit`` of their own the setting's counts."""

    stop: Stop | None = None
    daily_limit: DailyLimit | None = None

    @property
    def is_stopped(self) -> bool:
        return self.stop is not None

    def limit(self, configured: Decimal | None) -> Decimal | None:
        """What may be spent in a day, given the setting; None for no limit."""
        return configured if self.daily_limit is None else self.daily_limit.amount

    def stopped(self, stop: Stop) -> Self:
        """Who stopped it first is kept."""
        return self if self.is_stopped else replace(self, stop=stop)

    def started(self) -> Self:
        return replace(self, stop=None)

    def limited(self, daily_limit: DailyLimit | None) -> Self:
        return replace(self, daily_limit=daily_limit)
