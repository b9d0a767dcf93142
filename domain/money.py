"""Roubles as Decimal with two places; storage keeps whole kopecks, because SQLite has no decimals."""

from decimal import Decimal, InvalidOperation

from domain.errors import InvalidMoneyError

KOPECK = Decimal("0.01")
ZERO = Decimal("0.00")


def roubles(given: str | int | Decimal) -> Decimal:
    """
    Read an amount of roubles.

    >>> roubles("5")
    Decimal('5.00')

    Raises InvalidMoneyError for anything else, part kopecks and infinities included.
    """
    try:
        amount = Decimal(given)
        exact = amount.quantize(KOPECK)
    except InvalidOperation:
        raise InvalidMoneyError(given) from None
    if exact != amount:
        raise InvalidMoneyError(given)
    return exact


def to_kopecks(amount: Decimal) -> int:
    """Whole kopecks of an amount made by ``roubles``."""
    return int(amount.quantize(KOPECK).scaleb(2))


def from_kopecks(kopecks: int) -> Decimal:
    return Decimal(kopecks).scaleb(-2).quantize(KOPECK)
