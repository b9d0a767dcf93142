"""What the books must agree about, and how it is said when they do not."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from domain.money import ZERO


class Flaw(StrEnum):
    """``missing``: the turn is there and what belongs to it is not; ``unexpected``: the other way round."""

    BALANCE_DIFFERS = "balance_differs"
    HELD_DIFFERS = "held_differs"
    NEGATIVE = "negative"
    CHAIN_BROKEN = "chain_broken"
    CAPTURE_MISSING = "capture_missing"
    CAPTURE_UNEXPECTED = "capture_unexpected"
    HOLD_MISSING = "hold_missing"
    HOLD_UNEXPECTED = "hold_unexpected"
    ANSWER_MISSING = "answer_missing"
    ANSWER_UNEXPECTED = "answer_unexpected"
    ANNOUNCEMENT_MISSING = "announcement_missing"
    ANNOUNCEMENT_UNEXPECTED = "announcement_unexpected"


@dataclass(frozen=True, slots=True, kw_only=True)
class Discrepancy:
    """``id`` names what it is about: an account, a turn, a link's number, the key of a hold, entry or notification."""

    flaw: Flaw
    id: str
    says: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountBooks:
    """What is stored of an account, and what its entries and open holds give; roubles."""

    account: str
    balance: Decimal
    held: Decimal
    entries: Decimal
    holds: Decimal

    @property
    def discrepancies(self) -> Sequence[Discrepancy]:
        available = self.entries - self.holds
        pairs = (
            (self.balance != self.entries, Flaw.BALANCE_DIFFERS, f"stored {self.balance}, entries {self.entries}"),
            (self.held != self.holds, Flaw.HELD_DIFFERS, f"stored {self.held}, open holds {self.holds}"),
            (
                min(self.balance, self.held, self.balance - self.held, available) < ZERO,
                Flaw.NEGATIVE,
                f"balance {self.balance}, held {self.held}, available by its entries and holds {available}",
            ),
        )
        return [Discrepancy(flaw=flaw, id=self.account, says=says) for is_so, flaw, says in pairs if is_so]


@dataclass(frozen=True, slots=True, kw_only=True)
class Books:
    """Everything of one moment; ``unpaired`` are those of turns and what belongs to them that do not fit."""

    accounts: Sequence[AccountBooks]
    unpaired: Sequence[Discrepancy]
