"""Tokens → atoms: at each token the rules of its role are tried in order, the first that matches wins."""

from collections.abc import Mapping
from itertools import islice

from domain.deadline_grammar.atoms import Atom, Reading, Trait
from domain.deadline_grammar.numeric import whole_number
from domain.deadline_grammar.rules.calendar_dates import day_and_month, month_and_day, ordinal_day
from domain.deadline_grammar.rules.clocks import (
    clock_time,
    close_of_business,
    evening_or_morning,
    one_o_clock,
    part_of_day,
    spelt_hour,
)
from domain.deadline_grammar.rules.distances import distance, single_unit, spelt_distance, spelt_months
from domain.deadline_grammar.rules.near_days import NEAREST, named_day, weekday, weekend, which_one
from domain.deadline_grammar.rules.numeric_dates import numeric_date
from domain.deadline_grammar.rules.periods import Rule, edge, new_year, season, whole_month
from domain.deadline_grammar.rules.prepositions import preposition_before
from domain.deadline_grammar.word import Preposition, Role

MOST_ATOMS = 32  # a post with more dates is a calendar, or hostile
MOST_ATTEMPTS = 200  # tokens that might begin a date; a post with more is a table of numbers, or hostile
_TO = frozenset({Preposition.UNTIL, Preposition.THROUGH, Preposition.TO})


def stub(reading: Reading, index: int, preposition: Preposition) -> Atom | None:
    """The left side of «с 1 по 15 мая», «с 9 до 18»: a number whose meaning the right side tells."""
    if preposition is not Preposition.SINCE or whole_number(reading.text(index)) is None:
        return None
    at = index + 1
    if reading.text(at) == "-":
        at += 1
    at += reading.role(at) is Role.ORDINAL_ENDING
    to = reading.at(at)
    if to is None or to.role is not Role.PREPOSITION or to.value not in _TO:
        return None
    return Atom(index, at, Trait.STUB)


RULES: Mapping[Role, tuple[Rule, ...]] = {
    Role.NUMBER: (stub, day_and_month, numeric_date, clock_time, distance),
    Role.COUNT: (ordinal_day, spelt_hour, distance),
    Role.ORDINAL: (ordinal_day,),
    Role.HALVES: (distance,),
    Role.SPELT_TIME: (spelt_distance,),
    Role.SPELT_MONTHS: (spelt_months,),
    Role.MONTH: (month_and_day, whole_month),
    Role.WEEKDAY: (weekday,),
    Role.WHICH: (which_one,),
    Role.DAY: (named_day,),
    Role.UNIT: (one_o_clock, new_year, single_unit),
    Role.PART: (part_of_day,),
    Role.MERIDIEM: (evening_or_morning,),
    Role.EDGE: (edge,),
    Role.SEASON: (season,),
    Role.WEEKEND: (weekend,),
    Role.HOLIDAY: (new_year,),
    Role.WORKING: (close_of_business,),
}


def scan(reading: Reading) -> list[Atom]:
    """The atoms of the text in order; none overlaps another, each begins with its preposition."""
    atoms: list[Atom] = []
    after = 0
    beginnings = (index for index, token in enumerate(reading.tokens) if token.role in RULES)
    for index in islice(beginnings, MOST_ATTEMPTS):
        atom = _match(reading, index) if index >= after else None
        if atom is not None:
            atoms.append(atom)
            after = atom.end
            if len(atoms) == MOST_ATOMS:
                break
    return atoms


def _match(reading: Reading, index: int) -> Atom | None:
    preposition, first = preposition_before(reading, index)
    for rule in RULES[reading.tokens[index].role]:
        atom = rule(reading, index, preposition)
        if atom is not None:
            if atom.first < index:
                preposition, first = preposition_before(reading, atom.first)
                first = min(first, atom.first)
            return _nearest_days(reading, atom._replace(first=first, preposition=preposition))
    return None


def _nearest_days(reading: Reading, atom: Atom) -> Atom:
    """«в ближайшие 3 дня», «next 3 days» is within them."""
    before = reading.at(atom.first - 1)
    if (
        atom.traits & Trait.DISTANCE
        and before is not None
        and before.role is Role.WHICH
        and before.value in {1, NEAREST}
    ):
        preposition, first = preposition_before(reading, atom.first - 1)
        if preposition in {Preposition.NONE, Preposition.AT, Preposition.WITHIN, Preposition.AFTER}:
            return atom._replace(first=first, preposition=Preposition.WITHIN)
    return atom
