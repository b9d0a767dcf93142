"""Dates written in digits."""

from domain.deadline_grammar.atoms import Atom, Reading, Trait
from domain.deadline_grammar.numeric import pieces_of, read_clock, read_date, split_range
from domain.deadline_grammar.word import Cue, Preposition, Role, Unit

_LABELS = frozenset(
    {
        "№",
        "п",
        "пп",
        "гл",
        "ауд",
        "каб",
        "стр",
        "рис",
        "табл",
        "v",
        "#",
        "верси",
        "версия",
        "тел",
        "+",
        "ст",
        "пункт",
        "пункта",
        "пункте",
        "раздел",
        "разделе",
        "глава",
        "главе",
        "§",
        "version",
        "аудитория",
        "кабинет",
    }
)
_LONG = 5  # characters of DD.MM: shorter ones may count things


def numeric_date(reading: Reading, index: int, _: Preposition) -> Atom | None:
    """12.05, 12/05, 12.05.2026, 2026-05-12, 25.07-05.08; not «п. 3.12», not «4.9 балла», not a phone."""
    text = reading.tokens[index].text
    sides = split_range(text)
    if sides is not None and "." in text:
        text = sides[1]
    day = read_date(text, reading.today)
    if day is None or _is_label(reading, index):
        return None
    numeric = pieces_of(text)
    with_year = numeric is not None and len(numeric.pieces) > 2  # noqa: PLR2004 - day, month, year
    if not with_year and _is_amount(reading, index, len(text)):
        return None
    traits = Trait.DATED | (Trait.RANGE if text != reading.tokens[index].text else 0)
    if with_year:
        traits |= Trait.EXPLICIT_YEAR
    clock = read_clock(text)
    if clock is not None:
        traits |= Trait.DOTTED
    end = index + 1
    end += reading.role(end) is Role.YEAR_MARK or (with_year and reading.text(end) == "года")
    return Atom(index, end, traits, day, clock)


def _is_label(reading: Reading, index: int) -> bool:
    before = reading.text(index - 1)
    if before == "." and reading.text(index - 2) in _LABELS:
        return True
    if before == ")" and reading.role(index - 2) is Role.NUMBER and reading.text(index - 3) == "(":
        return True
    return before in _LABELS


def _is_amount(reading: Reading, index: int, length: int) -> bool:
    """Something is counted: 4.9 балла, 1.5 часа, 12.5 %."""
    following = reading.at(index + 1)
    if following is None:
        return False
    if following.text in {"%", "$", "€", "₽", "*", "+"} or following.cue & (Cue.QUANTITY | Cue.MONEY):
        return True
    if following.role is Role.UNIT:
        return following.value != Unit.YEAR
    return length < _LONG - 1 and following.role is Role.OTHER and not following.cue
