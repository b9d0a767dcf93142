"""What was tried with an event, and when it is tried again. Pure: no clock, no sockets."""

from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

import msgspec

ACCEPTED = "ok"
REMOVE = "remove"
_ASK_LATER = frozenset({410, 429, 503})
_LONGEST_RETRY_AFTER = 3 * 3600


class Attempt(msgspec.Struct, kw_only=True):
    """One POST: `counter` is the X-Retry-Counter it carried, `seconds` how long the answer took."""

    at: float
    counter: int
    seconds: float = 0.0
    status: int | None = None
    body: str = ""
    retry_after: str | None = None
    error: str | None = None

    @property
    def is_accepted(self) -> bool:
        return self.error is None and self.status == 200 and self.body == ACCEPTED  # noqa: PLR2004 - HTTP OK

    @property
    def is_removal(self) -> bool:
        return self.error is None and self.status == 200 and self.body == REMOVE  # noqa: PLR2004 - HTTP OK


@dataclass(slots=True, kw_only=True)
class Delivery:
    """`state`: pending, delivered, lost (every retry was used up), suppressed, removed (the server asked)."""

    at: float
    event_id: str
    event_type: str
    url: str
    object: object
    state: str = "pending"
    attempts: list[Attempt] = field(default_factory=list)


def next_delay(delays: tuple[float, ...], attempt: Attempt, now: float) -> float | None:
    """Seconds until the next attempt, None when there is none left.

    410, 429 and 503 with a Retry-After under three hours set the delay; as the schedule is shortened here, the
    time asked for counts only as far as it is shorter than the scheduled delay. Such an attempt is used up too.
    """
    if attempt.counter >= len(delays):
        return None
    delay = delays[attempt.counter]
    asked = retry_after_seconds(attempt.retry_after, now) if attempt.status in _ASK_LATER else None
    return delay if asked is None else min(asked, delay)


def retry_after_seconds(value: str | None, now: float) -> float | None:
    """Reads seconds or an HTTP date; None when it is absent, unreadable, or not under three hours."""
    if value is None:
        return None
    try:
        seconds = float(value) if value.strip().isdecimal() else _until(value, now)
    except ValueError:
        return None
    return max(seconds, 0.0) if seconds < _LONGEST_RETRY_AFTER else None


def _until(value: str, now: float) -> float:
    moment = parsedate_to_datetime(value)
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    return (moment - datetime.fromtimestamp(now, UTC)).total_seconds()
