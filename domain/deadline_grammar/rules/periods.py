"""Ends of stretches of time: конец недели, середина марта, «до марта», «до лета», «до НГ»."""

from collections.abc import Callable, Mapping
from datetime import date

from domain.deadline_grammar.atoms import LAST_MINUTE, Atom, Reading, Trait
from domain.deadline_grammar.days import (
    FRIDAY,
    MONTHS_IN_YEAR,
    SUNDAY,
    add_days,
    add_months,
    day_of,
    day_of_week,
    last_day_of_month,
    nearest_date,
)
from domain.deadline_grammar.rules.calendar_dates import year_after
from domain.deadline_grammar.rules.prepositions import preposition_before
from domain.deadline_grammar.word import Edge, Preposition, Role, Unit

_MID_MONTH = 15
_MID_WEEK = 2
_END_OF_WORK = 18 * 60
_MONTHS_IN_SEASON = 3
_MONTHS_IN_QUARTER = 3
_BEFORE = frozenset({Preposition.UNTIL, Preposition.BY})
_DURING = frozenset({Preposition.AT, Preposition.AFTER, Preposition.THROUGH})
_SHORT_EDGES: Mapping[int, int] = {
    Edge.END_OF_WEEK: Unit.WEEK,
    Edge.END_OF_MONTH: Unit.MONTH,
    Edge.END_OF_YEAR: Unit.YEAR,
}


def edge(reading: Reading, index: int, _: Preposition) -> Atom | None:
    """конец дня, конец рабочей недели, end of next month, конец марта, середина января, EOW."""
    place = reading.tokens[index].value
    if place in _SHORT_EDGES:
        day = _last_day(reading.today, _SHORT_EDGES[place], 0)
        return Atom(index, index + 1, Trait.PERIOD, day) if day else None
    at = index + 1
    while reading.role(at) is Role.FILLER or reading.text(at) in {"of", "-"}:
        at += 1
    which = 0
    if reading.role(at) is Role.WHICH:
        which, at = max(0, reading.tokens[at].value) % 2, at + 1
    working = reading.role(at) is Role.WORKING
    at += working
    role = reading.role(at)
    if role is Role.UNIT:
        return _edge_of_unit(reading, index, at, place, which, working=working)
    if role is Role.MONTH:
        return _edge_of_month(reading, index, at, place)
    if role is Role.SEASON and place == Edge.END:
        return _end_of_season(reading, index, at)
    return None


def _edge_of_unit(reading: Reading, first: int, at: int, place: int, which: int, *, working: bool) -> Atom | None:
    unit = reading.tokens[at].value
    if unit in {Unit.DAY, Unit.ROUND}:
        if place != Edge.END:
            return None
        clock = _END_OF_WORK if working else LAST_MINUTE
        return Atom(first, at + 1, Trait.PART | (0 if working else Trait.TONIGHT), clock=clock)
    if working:
        day = day_of_week(reading.today, FRIDAY, which) if unit == Unit.WEEK and place == Edge.END else None
    elif place == Edge.END:
        year, end = year_after(reading, at) if unit == Unit.YEAR else (None, at)
        day = day_of(year, MONTHS_IN_YEAR, 31) if year else _last_day(reading.today, unit, which)
        at = end if year else at
    else:
        day = _middle(reading.today, unit, which) if place == Edge.MIDDLE else _eve(reading.today, unit, which)
    return Atom(first, at + 1, Trait.PERIOD, day) if day else None


def _last_day(today: date, unit: int, which: int) -> date | None:
    if unit == Unit.WEEK:
        return day_of_week(today, SUNDAY, which)
    if unit == Unit.MONTH:
        month = add_months(today.replace(day=1), which)
        return month and last_day_of_month(month.year, month.month)
    if unit == Unit.QUARTER:
        closing = (today.month - 1) // _MONTHS_IN_QUARTER * _MONTHS_IN_QUARTER + _MONTHS_IN_QUARTER
        return last_day_of_month(today.year, closing)
    return day_of(today.year + which, MONTHS_IN_YEAR, 31) if unit == Unit.YEAR else None


def _middle(today: date, unit: int, which: int) -> date | None:
    if unit == Unit.WEEK:
        return day_of_week(today, _MID_WEEK, which)
    month = add_months(today.replace(day=_MID_MONTH), which) if unit == Unit.MONTH else None
    if month is not None and month < today:
        month = add_months(month, 1)
    return month


def _eve(today: date, unit: int, which: int) -> date | None:
    """The day before the next such stretch starts: «до начала следующей недели»."""
    return _last_day(today, unit, which - 1) if which else None


def _edge_of_month(reading: Reading, first: int, at: int, place: int) -> Atom | None:
    month = reading.tokens[at].value
    year, end = year_after(reading, at + 1)
    day: date | None = None
    if place == Edge.END:
        day = _last_of(reading.today, month, year)
    elif place == Edge.MIDDLE:
        day = day_of(year, month, _MID_MONTH) if year else nearest_date(reading.today, month, _MID_MONTH)
    elif place == Edge.START:
        day = _before(reading.today, month, year)
    return Atom(first, end, Trait.PERIOD, day) if day else None


def _last_of(today: date, month: int, year: int | None) -> date | None:
    if year is None:
        year = today.year + (month < today.month)
    return last_day_of_month(year, month)


def _before(today: date, month: int, year: int | None) -> date | None:
    start = day_of(year, month, 1) if year else nearest_date(today, month, 1)
    if start == today and not year:
        start = day_of(today.year + 1, month, 1)
    return start and add_days(start, -1)


def _end_of_season(reading: Reading, first: int, at: int) -> Atom | None:
    closing = (reading.tokens[at].value + _MONTHS_IN_SEASON - 2) % MONTHS_IN_YEAR + 1
    day = _last_of(reading.today, closing, None)
    return Atom(first, at + 1, Trait.PERIOD, day) if day else None


def whole_month(reading: Reading, index: int, preposition: Preposition) -> Atom | None:
    """«до марта» → the last day of February; «сдать в марте», «по март» → the last day of March."""
    month = reading.tokens[index].value
    year, end = year_after(reading, index + 1)
    if preposition in _BEFORE:
        day = _before(reading.today, month, year)
    elif preposition in _DURING:
        day = _last_of(reading.today, month, year)
    else:
        return None
    return Atom(index, end, Trait.PERIOD, day) if day else None


def season(reading: Reading, index: int, preposition: Preposition) -> Atom | None:
    """«до лета» → 31 May."""
    if preposition not in _BEFORE:
        return None
    day = _before(reading.today, reading.tokens[index].value, None)
    return Atom(index, index + 1, Trait.PERIOD, day) if day else None


def new_year(reading: Reading, index: int, preposition: Preposition) -> Atom | None:
    """до НГ, до Нового года, before New Year → 31 December."""
    first = index
    if reading.role(index) is not Role.HOLIDAY:
        first = index - 1
        if reading.tokens[index].value != Unit.YEAR or not reading.text(first).startswith(("нов", "new")):
            return None
        preposition, _ = preposition_before(reading, first)
    day = day_of(reading.today.year, MONTHS_IN_YEAR, 31)
    return Atom(first, index + 1, Trait.PERIOD, day) if day and preposition in _BEFORE else None


Rule = Callable[[Reading, int, Preposition], Atom | None]
