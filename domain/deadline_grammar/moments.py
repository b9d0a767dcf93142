"""Expressions → moments."""

from datetime import date, datetime, time, timedelta, tzinfo
from itertools import pairwise

from domain.deadline_grammar.atoms import LAST_MINUTE, Reading, Trait
from domain.deadline_grammar.days import add_days
from domain.deadline_grammar.expressions import Expression
from domain.deadline_grammar.numeric import MINUTES_IN_HOUR

_EXCLUSIVE = (("не", "включительно"), ("не", "включая"), ("not", "including"), ("not", "inclusive"))
_EXCLUSIVE_WORDS = frozenset({"невключительно", "exclusive", "excluding"})


def moment_of(reading: Reading, expression: Expression) -> datetime | None:
    """The last minute that still is in time; None when it lies beyond the calendar."""
    zone = expression.zone or reading.now.tzinfo
    if zone is None:
        return None
    if expression.minutes is not None:
        return _after(reading.now, expression.minutes)
    if expression.day is None:
        return _next_occurrence(reading, expression, zone)
    day: date | None = expression.day
    clock = LAST_MINUTE if expression.clock is None else expression.clock
    if _is_exclusive(reading, expression.end):
        day = add_days(expression.day, -1)
    elif expression.has(Trait.NAMED) and day == reading.today and _belongs_to_night(reading, expression, clock):
        if clock == 0:
            clock = LAST_MINUTE
        else:
            day = add_days(expression.day, 1)
    return None if day is None else _combine(day, clock, zone)


def _belongs_to_night(reading: Reading, expression: Expression, clock: int) -> bool:
    """«сегодня до 2 ночи» is the coming night, «сегодня до 00:00» its midnight."""
    if clock == 0:
        return True
    passed = clock <= reading.now.hour * MINUTES_IN_HOUR + reading.now.minute
    return expression.has(Trait.NIGHT) and passed


def _after(now: datetime, minutes: int) -> datetime | None:
    try:
        return (now + timedelta(minutes=minutes)).replace(second=0, microsecond=0)
    except OverflowError:
        return None


def _next_occurrence(reading: Reading, expression: Expression, zone: tzinfo) -> datetime | None:
    clock = expression.clock or LAST_MINUTE  # bare 00:00 is the end of today
    try:
        now = reading.now.astimezone(zone)
    except OverflowError:  # the last hours of the calendar
        return None
    found = _combine(now.date(), clock, zone)
    if found > now or expression.has(Trait.TONIGHT):
        return found
    tomorrow = add_days(now.date(), 1)
    return None if tomorrow is None else _combine(tomorrow, clock, zone)


def _combine(day: date, clock: int, zone: tzinfo) -> datetime:
    return datetime.combine(day, time(*divmod(clock, MINUTES_IN_HOUR)), zone)


def _is_exclusive(reading: Reading, end: int) -> bool:
    """«до 25 апреля (не включительно)», «до 5 мая, не включая»."""
    words = [token.text for token in reading.tokens[end : end + 3]]
    if any(word in _EXCLUSIVE_WORDS for word in words):
        return True
    return any(pair in _EXCLUSIVE for pair in pairwise(words))
