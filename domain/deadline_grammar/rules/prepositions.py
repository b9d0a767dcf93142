"""The preposition an expression stands after."""

from domain.deadline_grammar.atoms import Reading
from domain.deadline_grammar.word import Preposition, Role

QUOTES = frozenset("«»\"“”„'’")
_MOST_FILLERS = 2
_LATER_WORDS = frozenset({"позднее", "позже", "later", "познее", "позжее"})
_COURSE_WORDS = frozenset({"течение", "течении", "теч"})


def preposition_before(reading: Reading, first: int) -> tuple[Preposition, int]:
    """The preposition before token `first`, fillers apart, and the token the whole begins with.

    до самого утра → UNTIL; не позднее 5 мая, no later than → UNTIL; в течение → WITHIN; nothing → NONE.
    """
    index = first - 1
    index -= reading.text(index) in QUOTES and reading.text(first + 1) in QUOTES
    for _ in range(_MOST_FILLERS):
        if reading.role(index) is Role.FILLER:
            index -= 1
    index -= reading.text(index) == "," and reading.text(index + 1) == "чем"  # не позднее, чем 5 мая
    role = reading.role(index)
    if role is Role.PREPOSITION:
        return Preposition(reading.tokens[index].value), index
    text = reading.text(index)
    if text in _LATER_WORDS:
        return _later(reading, index)
    if text == "than" and reading.text(index - 1) in _LATER_WORDS:
        return _later(reading, index - 1)
    if text in _COURSE_WORDS and reading.role(index - 1) is Role.PREPOSITION:
        return Preposition.WITHIN, index - 1
    return Preposition.NONE, first


def _later(reading: Reading, index: int) -> tuple[Preposition, int]:
    if reading.text(index - 1) in {"не", "no", "not"}:
        return Preposition.UNTIL, index - 1
    return Preposition.LATER, index
