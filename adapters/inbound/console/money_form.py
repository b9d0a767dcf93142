"""What somebody filled in about money."""

from decimal import Decimal
from typing import Final

from adapters.inbound.console.pages import Visit
from domain.errors import InvalidMoneyError
from domain.money import ZERO, roubles

MOST_MONEY: Final = Decimal(1_000_000_000)
MOST_TEXT: Final = 500


def money_of(given: str) -> Decimal:
    """What somebody typed, with a comma or a point and blanks anywhere. Raises InvalidMoneyError."""
    amount = roubles("".join(given.split()).replace(",", "."))
    if not ZERO <= amount <= MOST_MONEY:
        raise InvalidMoneyError(given[:MOST_TEXT])
    return amount


def reason_of(visit: Visit) -> str:
    """Why an account is filled up; a word for it when nothing was said."""
    return visit.form.get("reason", "").strip()[:MOST_TEXT] or visit.words["top_up"]
