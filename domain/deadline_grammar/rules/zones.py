"""Time zones beside a time of day."""

from datetime import timedelta, timezone

from domain.deadline_grammar.atoms import Reading
from domain.deadline_grammar.numeric import MINUTES_IN_HOUR
from domain.deadline_grammar.word import Role

_SIGNS = {"+": 1, "-": -1, "−": -1, "–": -1}
_SHIFTED = frozenset({"мск", "msk", "utc", "gmt"})
_TIME_WORDS = frozenset({"времени", "время", "time", "вр"})
_FARTHEST = 14


def zone_after(reading: Reading, index: int, *, has_clock: bool) -> tuple[timezone, int] | None:
    """по Новосибирску, (МСК), 12:00 UTC, мск+4, по екатеринбургскому времени, Moscow time.

    The zone and the token after it. A city in brackets is a zone only beside a time of day.
    """
    at = index
    opened = reading.text(at) == "("
    at += opened
    said = reading.text(at) in {"по", "время"}
    at += said
    at += said and reading.text(at) in _TIME_WORDS
    token = reading.at(at)
    if token is None or token.role is not Role.ZONE or not (has_clock or said or token.text in _SHIFTED):
        return None
    offset, at = token.value, at + 1
    if token.text in _SHIFTED and reading.text(at) in _SIGNS and reading.role(at + 1) is Role.NUMBER:
        shift = _shift(reading.text(at + 1))
        if shift is None:
            return None
        offset, at = offset + _SIGNS[reading.text(at)] * shift, at + 2
    at += reading.text(at) in _TIME_WORDS
    at += opened and reading.text(at) == ")"
    return timezone(timedelta(minutes=offset)), at


def _shift(text: str) -> int | None:
    hours, _, minutes = text.partition(":")
    if not hours.isdecimal() or len(hours) > 2 or int(hours) > _FARTHEST:  # noqa: PLR2004 - HH
        return None
    return int(hours) * MINUTES_IN_HOUR + (int(minutes) if minutes.isdecimal() and len(minutes) == 2 else 0)  # noqa: PLR2004 - MM
