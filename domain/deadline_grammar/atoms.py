"""The pieces expressions are made of: a day, a time of day, a distance from now; each with its tokens."""

from datetime import date, datetime
from typing import NamedTuple

from domain.deadline_grammar.tokens import Token
from domain.deadline_grammar.word import Preposition, Role

LAST_MINUTE = 24 * 60 - 1


class Trait:
    """What later stages must know of a piece beyond its value; bits, see `Cue`."""

    NONE = 0
    DATED = 1 << 0  # a day of the calendar: 5 мая, 05.05
    WEEKDAY = 1 << 1
    NAMED = 1 << 2  # сегодня, завтра
    WEEK = 1 << 3  # a whole week: its last day
    PERIOD = 1 << 4  # the end of a month, a season, a weekend
    DISTANCE = 1 << 5  # через три дня, 48 часов
    AMOUNTLESS = 1 << 6  # неделя, час: a distance without a number
    PART = 1 << 7  # утром, к вечеру
    BARE = 1 << 8  # a number that is a time only beside a day: пт до 18
    DOTTED = 1 << 9  # 18.05 beside another day is a time
    NIGHT = 1 << 10  # 2 ночи belongs to the coming night
    STUB = 1 << 11  # the left side of a range: с 1 (по 15 мая)
    RANGE = 1 << 12  # the end of a range
    HOURS = 1 << 13  # the end of a range of times: с 9 до 18
    PAST = 1 << 14  # вчера, прошлая пятница
    EXPLICIT_YEAR = 1 << 15
    TONIGHT = 1 << 16  # a bare «до вечера» or «до конца дня» is today's, however late it is


class Atom(NamedTuple):
    """Tokens [first, end) and their value: a day, minutes since midnight, or minutes from now."""

    first: int
    end: int
    traits: int
    day: date | None = None
    clock: int | None = None
    minutes: int | None = None
    preposition: Preposition = Preposition.NONE


class Reading(NamedTuple):
    """What every rule sees: the tokens, and the moment they were published."""

    tokens: list[Token]
    now: datetime
    today: date

    def at(self, index: int) -> Token | None:
        return self.tokens[index] if 0 <= index < len(self.tokens) else None

    def role(self, index: int) -> Role:
        return self.tokens[index].role if 0 <= index < len(self.tokens) else Role.OTHER

    def text(self, index: int) -> str:
        return self.tokens[index].text if 0 <= index < len(self.tokens) else ""
