"""The Retry-After header (RFC 9110, 10.2.3)."""

import math
from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Final

_LONGEST: Final = 86_400.0


def retry_after(headers: Mapping[str, str]) -> float | None:
    """
    Seconds to wait, between 0 and a day; None when the server did not say, or not in a readable way.

    A date is read against the server's own ``Date``, so that clocks which differ do no harm.
    """
    value = headers.get("retry-after", "").strip()
    if not value:
        return None
    seconds = _number(value)
    if seconds is None:
        moment = _date(value)
        if moment is None:
            return None
        seconds = (moment - (_date(headers.get("date", "")) or datetime.now(UTC))).total_seconds()
    return min(max(seconds, 0.0), _LONGEST)


def _number(value: str) -> float | None:
    try:
        seconds = float(value)
    except ValueError:
        return None
    return seconds if math.isfinite(seconds) else None


def _date(value: str) -> datetime | None:
    try:
        moment = parsedate_to_datetime(value)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
