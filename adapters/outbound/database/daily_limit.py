"""What may be spent in a day, in the columns of the row that it belongs to."""

from typing import Any

from sqlalchemy import Row

from domain.answering import DailyLimit
from domain.money import from_kopecks, to_kopecks


def limit_of(row: Row[Any]) -> DailyLimit | None:
    if row.limited_at is None:
        return None
    amount = None if row.limit_kopecks is None else from_kopecks(row.limit_kopecks)
    return DailyLimit(amount=amount, at=row.limited_at, by=row.limited_by)


def limit_values(limit: DailyLimit | None) -> dict[str, Any]:
    amount = None if limit is None else limit.amount
    return {
        "limit_kopecks": None if amount is None else to_kopecks(amount),
        "limited_at": limit and limit.at,
        "limited_by": limit and limit.by,
    }
