"""Days named by their distance from today or by their place in a week."""

from datetime import date

from domain.deadline_grammar.atoms import Atom, Reading, Trait
from domain.deadline_grammar.days import (
    FRIDAY,
    SUNDAY,
    add_days,
    add_months,
    day_of,
    day_of_week,
    last_day_of_month,
    next_weekday,
)
from domain.deadline_grammar.word import Preposition, Role, Unit

NEAREST = 2  # the value of ближайший among the words of `Role.WHICH`
_BEFORE_IT_STARTS = frozenset({Preposition.UNTIL, Preposition.BY})


def named_day(reading: Reading, index: int, _: Preposition) -> Atom | None:
    """сегодня, завтра, послезавтра, «до завтрашнего дня», day after tomorrow; вчера is kept as past."""
    token = reading.tokens[index]
    first, offset = index, token.value
    if reading.text(index - 1) == "after" and reading.text(index - 2) == "day":
        first, offset = index - 2 - (reading.text(index - 3) == "the"), offset + 1
    end = index + 1
    if reading.text(end) in {"дня", "день", "дню"} and token.text != "сегодня":
        end += 1
    day = add_days(reading.today, offset)
    return Atom(first, end, Trait.NAMED | (Trait.PAST if offset < 0 else 0), day) if day else None


def weekday(reading: Reading, index: int, _: Preposition) -> Atom | None:
    """до пятницы, в пт, by Friday: the nearest one after today."""
    day = next_weekday(reading.today, reading.tokens[index].value)
    end = index + 1
    if reading.text(end) == "." and len(reading.text(index)) <= 3:  # noqa: PLR2004 - an abbreviation: пт.
        end += reading.role(end + 1) in {Role.PREPOSITION, Role.NUMBER, Role.PUNCTUATION}
    return Atom(index, end, Trait.WEEKDAY, day) if day else None


def which_one(reading: Reading, index: int, preposition: Preposition) -> Atom | None:
    """эта пятница, следующая среда, на следующей неделе, до следующего месяца, next Friday, this weekend."""
    which = reading.tokens[index].value
    at = index + 1 + (reading.text(index) == "след" and reading.text(index + 1) == ".")
    role = reading.role(at)
    if role is Role.WEEKDAY:
        return _weekday_of(reading, index, at, which)
    if which < 0 and role in {Role.PART, Role.MERIDIEM}:  # прошлой ночью
        return Atom(index, at + 1, Trait.PAST, reading.today)
    if role is Role.UNIT:
        return _whole(reading, index, at, which, preposition)
    if role is Role.WEEKEND:
        return _weekend(reading, index, at, max(0, which) % NEAREST, preposition)
    return None


def _weekday_of(reading: Reading, index: int, at: int, which: int) -> Atom | None:
    number = reading.tokens[at].value
    day = next_weekday(reading.today, number)
    if which != NEAREST:
        day = day_of_week(reading.today, number, which)
    traits = Trait.WEEKDAY | Trait.DATED | (Trait.PAST if which < 0 else 0)
    return Atom(index, at + 1, traits, day) if day else None


def _whole(reading: Reading, index: int, at: int, which: int, preposition: Preposition) -> Atom | None:
    """The end of this or the next week, month, year; with «до следующей недели» the day before it starts."""
    unit = reading.tokens[at].value
    if which < 0:
        return Atom(index, at + 1, Trait.PAST | Trait.PERIOD, reading.today)
    if which == NEAREST:
        return None
    ahead = which - 1 if which and preposition in _BEFORE_IT_STARTS else which
    day = None
    trait = Trait.PERIOD
    if unit == Unit.WEEK:
        day, trait = day_of_week(reading.today, SUNDAY, ahead), Trait.WEEK
    elif unit == Unit.MONTH:
        month = add_months(reading.today.replace(day=1), ahead)
        day = month and last_day_of_month(month.year, month.month)
    elif unit == Unit.YEAR:
        day = day_of(reading.today.year + ahead, 12, 31)
    elif unit == Unit.DAY and which == 1:
        day, trait = add_days(reading.today, 1), Trait.NAMED
    return Atom(index, at + 1, trait, day) if day else None


def weekend(reading: Reading, index: int, preposition: Preposition) -> Atom | None:
    """до выходных → the Friday before them; на выходных, за выходные, over the weekend → their Sunday."""
    return _weekend(reading, index, index, 0, preposition)


def _weekend(reading: Reading, first: int, at: int, ahead: int, preposition: Preposition) -> Atom | None:
    if preposition in _BEFORE_IT_STARTS:
        ahead += reading.today.weekday() > FRIDAY
        day = day_of_week(reading.today, FRIDAY, ahead)
    else:
        day = day_of_week(reading.today, SUNDAY, ahead)
    return Atom(first, at + 1, Trait.PERIOD, day) if day else None


def same_day_of_week(day: date, sunday: date) -> date | None:
    """«в пятницу на следующей неделе»: the week, given by its Sunday, tells which of the Fridays."""
    return add_days(sunday, day.weekday() - SUNDAY)
