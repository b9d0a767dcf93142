"""What an examination found of one part, before it is put into words."""

from dataclasses import dataclass, field
from enum import IntEnum


class Grade(IntEnum):
    GOOD = 0
    DOUBTFUL = 1
    """The server works, and something is not as the owner will want it."""

    BAD = 2
    """The server cannot work with it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """``key`` of the words that say it, with the ``values`` in them."""

    part: str
    key: str
    grade: Grade = Grade.GOOD
    values: dict[str, object] = field(default_factory=dict)


def good(part: str, key: str, **values: object) -> Verdict:
    return Verdict(part=part, key=key, values=values)


def doubtful(part: str, key: str, **values: object) -> Verdict:
    return Verdict(part=part, key=key, grade=Grade.DOUBTFUL, values=values)


def bad(part: str, key: str, **values: object) -> Verdict:
    return Verdict(part=part, key=key, grade=Grade.BAD, values=values)
