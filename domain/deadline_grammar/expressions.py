"""Atoms → expressions: a day joins its time of day, a range its two sides, a moment its zone."""

from datetime import date, timezone
from typing import NamedTuple

from domain.deadline_grammar.atoms import Atom, Reading, Trait
from domain.deadline_grammar.rules.near_days import same_day_of_week
from domain.deadline_grammar.rules.zones import zone_after
from domain.deadline_grammar.word import Preposition

_GLUE = frozenset({",", "(", "-", "–", "—", "t", "т", "и", ":", "/", "часам"})
_SENTENCE_ENDS = frozenset(".!?…;\n")
_TO = frozenset({Preposition.UNTIL, Preposition.THROUGH, Preposition.TO})
_BOUNDS = frozenset({Preposition.UNTIL, Preposition.BY})
_EXACT = Trait.DATED | Trait.NAMED


class Expression(NamedTuple):
    """One moment as it stands in the text: tokens [first, end)."""

    first: int
    end: int
    traits: int
    prepositions: tuple[Preposition, ...]
    day: date | None = None
    clock: int | None = None
    minutes: int | None = None
    zone: timezone | None = None

    @property
    def bounded(self) -> bool:
        """A word says that the moment is the last one: до, к, by, until, the end of a range."""
        if self.traits & Trait.RANGE:
            return True
        if any(preposition in _BOUNDS for preposition in self.prepositions):
            return True
        return Preposition.THROUGH in self.prepositions and bool(self.traits & (Trait.DATED | Trait.WEEKDAY))

    def has(self, traits: int) -> bool:
        return bool(self.traits & traits)


def compose(reading: Reading, atoms: list[Atom]) -> list[Expression]:
    """The expressions of the text, in order; what means nothing without a neighbour it lacks is left out."""
    expressions: list[Expression] = []
    index = 0
    while index < len(atoms):
        expression, index = _longest(reading, atoms, index)
        if not _is_leftover(expression):
            expressions.append(_on_day_of(reading, expressions, expression))
    return expressions


def _on_day_of(reading: Reading, before: list[Expression], expression: Expression) -> Expression:
    """«ТЗ в понедельник к 9:00, смету к 12:00»: a second time of the same sentence is of the same day."""
    timed = expression.clock is not None and expression.day is None and not expression.has(Trait.PART)
    if not timed or not before or before[-1].day is None or before[-1].clock is None:
        return expression
    if any(token.text in _SENTENCE_ENDS for token in reading.tokens[before[-1].end : expression.first]):
        return expression
    return expression._replace(day=before[-1].day)


def _longest(reading: Reading, atoms: list[Atom], index: int) -> tuple[Expression, int]:
    atom = atoms[index]
    clock = None if atom.day is not None and atom.traits & Trait.DOTTED else atom.clock
    expression = Expression(atom.first, atom.end, atom.traits, (atom.preposition,), atom.day, clock, atom.minutes)
    expression = _zoned(reading, expression)
    index += 1
    while index < len(atoms):
        following = atoms[index + 1] if index + 1 < len(atoms) else None
        joined = _join(reading, expression, atoms[index], following)
        if joined is None:
            break
        expression = _zoned(reading, joined)
        index += 1
    return expression, index


def _is_leftover(expression: Expression) -> bool:
    """A number that no neighbour made a time; «до 18.00» and «в 15-00» are times by themselves."""
    if expression.day is not None or expression.minutes is not None:
        return False
    if expression.has(Trait.BARE):
        return not (expression.has(Trait.DOTTED) and expression.prepositions[0] is not Preposition.NONE)
    return expression.clock is None


def _zoned(reading: Reading, expression: Expression) -> Expression:
    if expression.zone is not None:
        return expression
    found = zone_after(reading, expression.end, has_clock=expression.clock is not None)
    return expression if found is None else expression._replace(zone=found[0], end=found[1])


def _join(reading: Reading, left: Expression, right: Atom, following: Atom | None) -> Expression | None:
    gap = [token.text for token in reading.tokens[left.end : right.first]]
    if len(gap) > 2 or any(text not in _GLUE and text != ")" for text in gap):  # noqa: PLR2004 - ", ("
        return None
    dash = bool(gap) and gap[-1] in {"-", "–", "—"}
    if _is_range(left, right, dash=dash):
        return _range(left, right)
    if right.preposition is Preposition.SINCE or right.minutes is not None or left.minutes is not None:
        return None
    if left.day is None:
        return _clock_with(left, right, following, gap)
    if right.clock is not None and (right.day is None or _dotted_time(left, right)):
        return _day_with_clock(left, right)
    return _two_days(left, right, gapped=bool(gap))


def _clock_with(left: Expression, right: Atom, following: Atom | None, gap: list[str]) -> Expression | None:
    if left.clock is None:
        return None
    return _part_with_clock(left, right) if right.day is None else _clock_with_day(left, right, following, gap)


def _is_range(left: Expression, right: Atom, *, dash: bool) -> bool:
    if left.prepositions[0] is Preposition.SINCE:
        return right.preposition in _TO or dash
    alike = (left.day is None) == (right.day is None) and left.minutes is None and right.minutes is None
    return dash and alike and right.preposition in {Preposition.NONE, *_TO}


def _range(left: Expression, right: Atom) -> Expression | None:
    traits = right.traits & ~Trait.BARE | Trait.RANGE
    day, clock = right.day, right.clock
    if day is None:
        traits |= Trait.HOURS
        day = left.day
    elif right.traits & Trait.DOTTED:
        clock = None
    return Expression(
        left.first, right.end, traits, (*left.prepositions, right.preposition), day, clock, None, left.zone
    )


def _dotted_time(left: Expression, right: Atom) -> bool:
    """«20.03 18.05», «завтра в 18.05»; not «чт 20.03», not «завтра, 13.03»."""
    if not right.traits & Trait.DOTTED or left.clock is not None or left.day == right.day:
        return False
    if left.has(Trait.WEEKDAY) and not left.has(Trait.DATED):
        return right.preposition is not Preposition.NONE
    return left.has(Trait.DATED | Trait.NAMED)


def _merged(left: Expression, right: Atom, day: date | None, clock: int | None) -> Expression:
    traits = (left.traits | right.traits) & ~(Trait.BARE | Trait.TONIGHT | Trait.DOTTED)
    prepositions = (*left.prepositions, right.preposition)
    return Expression(left.first, right.end, traits, prepositions, day, clock, None, left.zone)


def _day_with_clock(left: Expression, right: Atom) -> Expression | None:
    if left.clock is not None:
        if not (left.has(Trait.PART) and not right.traits & Trait.PART and right.clock is not None):
            return None
        return _merged(left, right, left.day, _in_part(left.clock, right.clock))
    return _merged(left, right, left.day, right.clock)


def _in_part(part: int, clock: int | None) -> int | None:
    """«вечером в 8» is 20:00."""
    noon = 12 * 60
    return clock + noon if clock is not None and part > noon and clock < noon else clock


def _part_with_clock(left: Expression, right: Atom) -> Expression | None:
    if left.has(Trait.PART) and not right.traits & Trait.PART and left.clock is not None:
        return _merged(left, right, left.day, _in_part(left.clock, right.clock))
    return None


def _clock_with_day(left: Expression, right: Atom, following: Atom | None, gap: list[str]) -> Expression | None:
    """«до 6 вечера 28 ноября», «noon tomorrow»; not «до 16:00, в субботу до 14:00»."""
    if gap and (right.preposition is not Preposition.NONE or gap != [","] or not right.traits & _EXACT):
        return None
    if gap and following is not None and following.clock is not None and following.first - right.end <= 1:
        return None
    if right.traits & Trait.DISTANCE:
        return None
    return _merged(left, right, right.day, left.clock)


def _two_days(left: Expression, right: Atom, *, gapped: bool) -> Expression | None:
    """A date beside its weekday, a weekday beside its week; two dates of the same kind are two expressions."""
    if left.has(Trait.WEEK) and right.traits & Trait.WEEKDAY:
        return _of_week(right.day, left.day, left, right)
    if left.has(Trait.WEEKDAY) and right.traits & Trait.WEEK:
        return _of_week(left.day, right.day, left, right)
    if left.has(Trait.HOURS) and right.traits & Trait.DATED and not gapped:  # с 10:00 5 мая до 18:00 8 мая
        return _merged(left, right, right.day, left.clock)._replace(traits=right.traits | Trait.RANGE)
    weekday_then_date = left.has(Trait.WEEKDAY) and right.traits & _EXACT and not left.has(_EXACT)
    if weekday_then_date or (left.has(Trait.NAMED) and right.traits & Trait.DATED):
        return _merged(left, right, right.day, left.clock)
    if left.has(_EXACT) and right.traits & Trait.WEEKDAY and not (gapped and right.preposition in _BOUNDS):
        return _merged(left, right, left.day, left.clock)
    return None


def _of_week(day: date | None, week: date | None, left: Expression, right: Atom) -> Expression | None:
    found = same_day_of_week(day, week) if day and week else None
    return _merged(left, right, found, left.clock) if found else None
