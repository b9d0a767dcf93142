"""A day and a month, written with the month's name."""

from datetime import date

from domain.deadline_grammar.atoms import Atom, Reading, Trait
from domain.deadline_grammar.days import day_of, full_year, nearest_date, nearest_day_of_month
from domain.deadline_grammar.numeric import split_range, whole_number
from domain.deadline_grammar.rules.prepositions import QUOTES
from domain.deadline_grammar.word import Cue, Preposition, Role, Unit

_LAST_DAY = 31
_YEARS = range(1900, 2100)
_FOUR_DIGITS = 1000
_CARDINAL_ENDINGS = frozenset({"ти", "х", "ух", "ми", "и"})
_LONGEST_SHORT_MONTH = 5  # «сент.», «февр.» and a letter too many
_TENS = frozenset({20, 30})


def day_and_month(reading: Reading, index: int, preposition: Preposition) -> Atom | None:
    """5 мая, 22 нояб. 2025, 5-го мая, 15–20 мая, 15th of October, 3 March."""
    number, after, is_range = _day_number(reading, index)
    if number is None:
        return None
    month_at = _skip_link(reading, after)
    if reading.role(month_at) is not Role.MONTH:
        return _day_of_month(reading, index, number, after, preposition)
    return _dated(reading, index, number, month_at, month_at + 1, is_range=is_range)


def _day_number(reading: Reading, index: int) -> tuple[int | None, int, bool]:
    text = reading.tokens[index].text
    sides = split_range(text)
    number = whole_number(sides[1] if sides else text)
    if number is None or not 1 <= number <= _LAST_DAY:
        return None, index, False
    return number, index + 1, sides is not None


def _skip_link(reading: Reading, index: int) -> int:
    """Over -го, th, -, of between a number and its month."""
    if reading.text(index) in {"-", "–", "/"} or (reading.text(index) in QUOTES and reading.text(index - 2) in QUOTES):
        index += 1
    if reading.role(index) is Role.ORDINAL_ENDING:
        index += 1
    if reading.text(index) in {"of", "числа", "-"}:
        index += 1
    return index


def _dated(reading: Reading, first: int, number: int, month_at: int, after: int, *, is_range: bool) -> Atom | None:
    month = reading.tokens[month_at].value
    year, end = year_after(reading, after)
    day: date | None
    day = nearest_date(reading.today, month, number) if year is None else day_of(year, month, number)
    if day is None:
        return None
    traits = Trait.DATED | (Trait.RANGE if is_range else 0) | (Trait.EXPLICIT_YEAR if year is not None else 0)
    return Atom(first, end, traits, day)


def year_after(reading: Reading, index: int) -> tuple[int | None, int]:
    """The year after a month, over a full stop or a comma: «нояб. 2025», «Nov 30, 2025», «мая 26 г.»."""
    at = index
    if reading.text(at) in {".", ","}:
        at += 1
    if reading.role(at) is Role.PREPOSITION and reading.text(at) == "в":
        at += 1
    if reading.role(at) is not Role.NUMBER:
        return None, _over_stop(reading, index)
    year = whole_number(reading.tokens[at].text)
    marked = reading.role(at + 1) is Role.YEAR_MARK or _is_year_word(reading, at + 1)
    counted = reading.at(at + 1)
    if year is None or (counted is not None and counted.cue & (Cue.QUANTITY | Cue.MONEY)):
        return None, _over_stop(reading, index)
    end = at + 1 + marked
    end += reading.text(at + 1) == "г" and reading.text(end) == "."
    if year in _YEARS or (marked and year >= _FOUR_DIGITS):
        return year, end
    if not marked and reading.tokens[at].text == f"{reading.today.year % 100:02}" and _ends_here(reading, end):
        return reading.today.year, end
    return (full_year(year), end) if marked else (None, _over_stop(reading, index))


def _ends_here(reading: Reading, index: int) -> bool:
    """Nothing follows that two digits after a month might count: «до 5 мая 26, потом поздно»."""
    return reading.at(index) is None or reading.role(index) is Role.PUNCTUATION


def _over_stop(reading: Reading, index: int) -> int:
    """The full stop of an abbreviated month belongs to it: «янв.»."""
    is_short = len(reading.text(index - 1)) <= _LONGEST_SHORT_MONTH
    if reading.text(index) == "." and is_short and reading.role(index + 1) is not Role.OTHER:
        return index + 1
    return index


def _is_year_word(reading: Reading, index: int) -> bool:
    return reading.role(index) is Role.UNIT and reading.tokens[index].value == Unit.YEAR


def month_and_day(reading: Reading, index: int, _: Preposition) -> Atom | None:
    """October 15th, Nov 30, 2025, May 5–7: the English order."""
    month = reading.tokens[index]
    at = index + 1
    if reading.text(at) in {".", "the"}:
        at += 1
    if not month.text.isascii() or reading.role(at) is not Role.NUMBER:
        return None
    number, after, is_range = _day_number(reading, at)
    if number is None:
        return None
    if reading.role(after) is Role.ORDINAL_ENDING and reading.tokens[after - 1].touches(reading.tokens[after]):
        after += 1
    return _dated(reading, index, number, index, after, is_range=is_range)


def ordinal_day(reading: Reading, index: int, preposition: Preposition) -> Atom | None:
    """до первого марта, до двадцать пятого мая, до пятого, by the fifth."""
    token = reading.tokens[index]
    number, after = token.value, index + 1
    if token.role is Role.COUNT:
        if token.value not in _TENS or reading.role(after) is not Role.ORDINAL:
            return None
        number, after = token.value + reading.tokens[after].value, after + 1
    month_at = after + (reading.text(after) in {"of", "числа"})
    if reading.role(month_at) is Role.MONTH:
        return _dated(reading, index, number, month_at, month_at + 1, is_range=False)
    return _day_of_month(reading, index, number, after, preposition)


def _day_of_month(reading: Reading, first: int, number: int, after: int, preposition: Preposition) -> Atom | None:
    """25-го, до 25 числа, до пятого, the 25th; not «5-го курса», not «до пятого этажа»."""
    end = after
    spelt = reading.role(first) is not Role.NUMBER
    if not spelt and reading.text(end) in {"-", "–"} and is_ordinal_ending(reading, end + 1):
        end += 1
    marked = is_ordinal_ending(reading, end) and reading.tokens[end - 1].touches(reading.tokens[end])
    end += marked
    if reading.role(end) is Role.DATE_MARK:
        end += 1
    elif not (marked or spelt) or _counts_something(reading, end) or (preposition is Preposition.NONE and spelt):
        return None
    day = nearest_day_of_month(reading.today, number)
    return Atom(first, end, Trait.DATED, day) if day else None


def is_ordinal_ending(reading: Reading, index: int) -> bool:
    """25-го; not 18-ти, which is a number of hours or of things."""
    return reading.role(index) is Role.ORDINAL_ENDING and reading.text(index) not in _CARDINAL_ENDINGS


def _counts_something(reading: Reading, index: int) -> bool:
    """A noun after an ordinal is what is counted: 3-го курса, пятого этажа, 12-й раз."""
    following = reading.at(index)
    if following is not None and following.text in {"включительно", "вкл"}:
        return False
    if following is None or following.role is not Role.OTHER:
        return following is not None and following.role in {
            Role.UNIT,
            Role.COUNT,
            Role.SEASON,
            Role.WEEKDAY,
            Role.WORKING,
        }
    verb = Cue.NEED | Cue.ACT | Cue.TASK | Cue.WHO | Cue.PROMISE | Cue.CLOSE
    return not following.cue & verb
