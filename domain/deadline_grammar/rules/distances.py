"""Distances from now: через три дня, за 2 недели, в течение суток, 48 часов, осталось 5 дней."""

from typing import NamedTuple

from domain.deadline_grammar.atoms import Atom, Reading, Trait
from domain.deadline_grammar.days import DAYS_IN_WEEK, add_days, add_months, add_working_days
from domain.deadline_grammar.numeric import MINUTES_IN_HOUR, split_range, whole_number
from domain.deadline_grammar.word import Preposition, Role, Unit

_MINUTES: dict[int, int] = {Unit.MINUTE: 1, Unit.HOUR: MINUTES_IN_HOUR, Unit.ROUND: 24 * MINUTES_IN_HOUR}
_MONTHS: dict[int, int] = {Unit.MONTH: 1, Unit.QUARTER: 3, Unit.YEAR: 12}
_LONGEST = 100_000  # of any unit: more is no deadline
_LONGEST_SHORT_UNIT = 3  # «мин.», «нед.»
_ALONE = frozenset({Unit.MINUTE, Unit.HOUR, Unit.ROUND, Unit.WEEK, Unit.MONTH})  # «срок — неделя», «остался час»
_INVERTED = "часам"  # «часам к пяти»
_STARTS = frozenset({Preposition.WITHIN, Preposition.AFTER})


class Amount(NamedTuple):
    halves: int
    end: int

    @property
    def whole(self) -> int:
        return (self.halves + 1) // 2


def distance(reading: Reading, index: int, _: Preposition) -> Atom | None:
    """3 дня, 2-3 недели, пару дней, три рабочих дня, полтора часа, 2 часа 30 минут."""
    amount = _amount(reading, index)
    if amount is None:
        return None
    at = amount.end
    working = reading.role(at) is Role.WORKING
    at += working
    if reading.text(at) == "of":
        at += 1
    if reading.role(at) is not Role.UNIT or amount.halves > 2 * _LONGEST:
        return None
    return _measured(reading, index, at, amount, working=working)


def _amount(reading: Reading, index: int) -> Amount | None:
    token = reading.tokens[index]
    if token.role is Role.HALVES:
        end = index + 1 + (reading.text(index + 1) in {"a", "an"})
        return Amount(token.value, end)
    end = index + 1
    if token.role is Role.COUNT:
        value: int | None = token.value
        following = reading.at(end)
        if token.value >= 20 and following and following.role is Role.COUNT and following.value < 10:  # noqa: PLR2004 - двадцать пять
            value, end = token.value + following.value, end + 1
        return Amount(2 * (value or 0), end)
    return _digits(reading, token.text, end)


def _digits(reading: Reading, text: str, end: int) -> Amount | None:
    whole, _, rest = text.replace(",", ".").partition(".")
    if rest == "5" and whole.isdecimal() and len(whole) <= 3:  # noqa: PLR2004 - 1.5 часа
        return Amount(2 * int(whole) + 1, end)
    sides = split_range(text)
    value = whole_number(sides[1] if sides else text)
    if value is None:
        return None
    if reading.text(end) == "-" and reading.role(end + 1) is Role.ORDINAL_ENDING:
        end += 1
    end += reading.role(end) is Role.ORDINAL_ENDING
    return Amount(2 * value, end)


def _measured(reading: Reading, first: int, at: int, amount: Amount, *, working: bool) -> Atom | None:
    unit = reading.tokens[at].value
    end = at + 1
    is_short = len(reading.text(at)) <= _LONGEST_SHORT_UNIT
    if reading.text(end) == "." and is_short and reading.role(end + 1) is not Role.OTHER:
        end += 1
    if unit in _MINUTES:
        minutes = amount.halves * _MINUTES[unit] // 2
        return _with_rest(reading, Atom(first, end, Trait.DISTANCE, minutes=minutes), unit)
    if unit in _MONTHS:
        day = add_months(reading.today, amount.halves * _MONTHS[unit] // 2)
    elif unit == Unit.WEEK:
        day = add_days(reading.today, (amount.halves * DAYS_IN_WEEK + 1) // 2)
    elif working:
        day = add_working_days(reading.today, amount.whole)
    else:
        day = add_days(reading.today, amount.whole)
    return Atom(first, end, Trait.DISTANCE, day) if day else None


def _with_rest(reading: Reading, atom: Atom, unit: int) -> Atom:
    """«2 часа 30 минут»: hours may be followed by minutes."""
    at = atom.end + (reading.text(atom.end) in {"и", "and"})
    if unit != Unit.HOUR or reading.role(at) is not Role.NUMBER or reading.role(at + 1) is not Role.UNIT:
        return atom
    value = whole_number(reading.tokens[at].text)
    if value is None or reading.tokens[at + 1].value != Unit.MINUTE or atom.minutes is None:
        return atom
    return atom._replace(end=at + 2, minutes=atom.minutes + min(value, _LONGEST))


def spelt_distance(reading: Reading, index: int, _: Preposition) -> Atom | None:
    """через полчаса, за полдня."""
    return Atom(index, index + 1, Trait.DISTANCE, minutes=reading.tokens[index].value)


def spelt_months(reading: Reading, index: int, _: Preposition) -> Atom | None:
    """через полгода."""
    day = add_months(reading.today, reading.tokens[index].value)
    return Atom(index, index + 1, Trait.DISTANCE, day) if day else None


def single_unit(reading: Reading, index: int, preposition: Preposition) -> Atom | None:
    """через неделю, в течение месяца, за час, «срок — неделя», «остался час», «через часа два»."""
    unit = reading.tokens[index].value
    if preposition in _STARTS and reading.role(index + 1) is Role.COUNT and reading.role(index + 2) is not Role.UNIT:
        swapped = Amount(2 * reading.tokens[index + 1].value, index + 1)
        found = _measured(reading, index, index, swapped, working=False)
        return found and found._replace(end=index + 2)
    if preposition not in _STARTS and (unit not in _ALONE or reading.text(index) == _INVERTED):
        return None
    found = _measured(reading, index, index, Amount(2, index), working=False)
    trait = Trait.DISTANCE if preposition in _STARTS else Trait.DISTANCE | Trait.AMOUNTLESS
    return found and found._replace(traits=trait)
