"""Arithmetic of days that never leaves the calendar: what does not exist is None."""

from calendar import monthrange
from datetime import MAXYEAR, MINYEAR, date, timedelta

MONTHS_IN_YEAR = 12
DAYS_IN_WEEK = 7
FRIDAY, SATURDAY, SUNDAY = 4, 5, 6
_LAST_SAFE_YEAR = MAXYEAR - 1  # a day of year 9999 has no successor
_YEARS_TO_A_LEAP_DAY = 9


def day_of(year: int, month: int, day: int) -> date | None:
    """None when there is no such day, or the year is at the end of the calendar."""
    if not (MINYEAR < year <= _LAST_SAFE_YEAR and 1 <= month <= MONTHS_IN_YEAR):
        return None
    return date(year, month, day) if 1 <= day <= monthrange(year, month)[1] else None


def full_year(written: int) -> int:
    """26 → 2026, 95 → 1995, 2026 → 2026."""
    if written >= 100:  # noqa: PLR2004 - two digits end here
        return written
    return written + (2000 if written < 70 else 1900)  # noqa: PLR2004 - the usual turn of a two-digit year


def nearest_date(today: date, month: int, day: int) -> date | None:
    """The first such date not before today; 29 February waits for a leap year."""
    for year in range(today.year, today.year + _YEARS_TO_A_LEAP_DAY):
        found = day_of(year, month, day)
        if found is not None and found >= today:
            return found
    return None


def nearest_day_of_month(today: date, day: int) -> date | None:
    """The first day with that number not before today; a month that lacks it is passed over."""
    for ahead in range(MONTHS_IN_YEAR):
        found = day_of(*_month_ahead(today, ahead), day)
        if found is not None and found >= today:
            return found
    return None


def _month_ahead(today: date, months: int) -> tuple[int, int]:
    years, month = divmod(today.month - 1 + months, MONTHS_IN_YEAR)
    return today.year + years, month + 1


def add_months(today: date, months: int) -> date | None:
    """The same day so many months on, held to the last day of a shorter month."""
    year, month = _month_ahead(today, months)
    if not MINYEAR < year <= _LAST_SAFE_YEAR:
        return None
    return date(year, month, min(today.day, monthrange(year, month)[1]))


def add_days(today: date, days: int) -> date | None:
    try:
        found = today + timedelta(days=days)
    except OverflowError:
        return None
    return found if MINYEAR < found.year <= _LAST_SAFE_YEAR else None


def add_working_days(today: date, days: int) -> date | None:
    """Saturdays and Sundays are not counted, and a count does not end on one."""
    weeks, rest = divmod(days, 5)
    start = today
    if start.weekday() > FRIDAY:
        start -= timedelta(days=start.weekday() - FRIDAY)
    if start.weekday() + rest > FRIDAY:
        rest += 2
    return add_days(start, weeks * DAYS_IN_WEEK + rest) if days else today


def day_of_week(today: date, weekday: int, weeks_ahead: int = 0) -> date | None:
    """That day of the Monday-to-Sunday week so many weeks ahead of the current one."""
    return add_days(today, weekday - today.weekday() + DAYS_IN_WEEK * weeks_ahead)


def next_weekday(today: date, weekday: int) -> date | None:
    """The nearest such day strictly after today."""
    return add_days(today, (weekday - today.weekday() - 1) % DAYS_IN_WEEK + 1)


def last_day_of_month(year: int, month: int) -> date | None:
    first = day_of(year, month, 1)
    return first and first.replace(day=monthrange(year, month)[1])
