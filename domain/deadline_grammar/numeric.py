"""Digits and separators of one token → what they can stand for: a number, a date, a time, a range."""

import re
from datetime import date
from typing import NamedTuple

from domain.deadline_grammar.days import day_of, full_year, nearest_date

MINUTES_IN_HOUR = 60
HOURS_IN_DAY = 24
_SIMPLE = re.compile(r"([0-9]{1,4})([.:/\-–—,])([0-9]{1,4})(?:([.:/\-–—])([0-9]{1,4}))?\Z")
_DASHES = re.compile("[-–—]")
_LARGEST = 8  # digits of a number that can still matter


class Numeric(NamedTuple):
    """The pieces of a token such as 12.05.26: their digits and the marks between them."""

    pieces: tuple[str, ...]
    marks: str


def whole_number(text: str) -> int | None:
    """The value of a token of digits alone."""
    return int(text) if len(text) <= _LARGEST and text.isdecimal() else None


def pieces_of(text: str) -> Numeric | None:
    match = _SIMPLE.match(text)
    if match is None:
        return None
    first, mark, second, other_mark, third = match.groups()
    if third is None:
        return Numeric((first, second), mark)
    return Numeric((first, second, third), mark + other_mark)


def split_range(text: str) -> tuple[str, str] | None:
    """The two sides of 15–20, 10:00–11:30, 25.07.2025-05.08.2025; None when the dashes mean something else."""
    sides = _DASHES.split(text)
    return (sides[0], sides[1]) if len(sides) == 2 else None  # noqa: PLR2004 - two sides


def read_clock(text: str) -> int | None:
    """Minutes since midnight of 18:00, 18.00, 18-00, 9:05, 24:00, 12:00:00."""
    numeric = pieces_of(text)
    if numeric is None or numeric.marks not in {":", ".", "-", "–", "::"}:
        return None
    hour, minute = numeric.pieces[:2]
    if len(hour) > 2 or len(minute) != 2 or int(minute) >= MINUTES_IN_HOUR:  # noqa: PLR2004 - HH and MM
        return None
    return clock(int(hour), int(minute))


def clock(hour: int, minute: int = 0) -> int | None:
    """24:00 is the last minute of the day, as every end of a day is."""
    if hour == HOURS_IN_DAY and minute == 0:
        return HOURS_IN_DAY * MINUTES_IN_HOUR - 1
    return hour * MINUTES_IN_HOUR + minute if 0 <= hour < HOURS_IN_DAY else None


def read_date(text: str, today: date) -> date | None:
    """12.05, 12/05, 12.05.26, 12-05-2026, 2026-05-12: day first, unless only month first makes a date."""
    numeric = pieces_of(text)
    if numeric is None or "," in numeric.marks or ":" in numeric.marks or text == "24/7":
        return None
    if len(numeric.pieces) == 2:  # noqa: PLR2004 - day and month
        return _without_year(numeric, today)
    return _with_year(numeric)


def _without_year(numeric: Numeric, today: date) -> date | None:
    first, second = numeric.pieces
    if numeric.marks not in {".", "/"} or len(first) > 2 or len(second) > 2:  # noqa: PLR2004 - DD and MM
        return None
    found = nearest_date(today, int(second), int(first))
    if found is None and numeric.marks == "/":
        found = nearest_date(today, int(first), int(second))
    return found


def _with_year(numeric: Numeric) -> date | None:
    first, second, third = numeric.pieces
    if numeric.marks[0] != numeric.marks[1] or len(second) > 2:  # noqa: PLR2004 - the middle is never a year
        return None
    if len(first) == 4:  # noqa: PLR2004 - ISO: the year leads
        return day_of(int(first), int(second), int(third))
    if len(third) not in {2, 4} or len(first) > 2:  # noqa: PLR2004 - DD and YY or YYYY
        return None
    year = full_year(int(third))
    return day_of(year, int(second), int(first)) or day_of(year, int(first), int(second))
