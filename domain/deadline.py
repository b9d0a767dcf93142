"""The deadline of a post: the moment by which its reader has to act."""

from dataclasses import dataclass
from datetime import datetime

from domain.deadline_grammar.reader import read_deadline


@dataclass(frozen=True, slots=True, kw_only=True)
class Deadline:
    """`at` is aware, to the minute; `quote` is the part of the text it was read from, letter for letter."""

    at: datetime
    quote: str


def extract_deadline(text: str, now: datetime) -> Deadline | None:
    """The deadline that `text`, published at `now`, sets for its reader; None when it sets none.

    Russian, English, or both; the zone is that of `now` unless the text states one. Any text is accepted.
    Raises ValueError when `now` is naive.
    """
    if now.tzinfo is None or now.utcoffset() is None:
        raise ValueError("now must carry a time zone")
    found = read_deadline(text, now)
    return None if found is None else Deadline(at=found.at, quote=text[found.start : found.end])
