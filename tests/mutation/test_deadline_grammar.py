"""What kills mutants of the grammar: every labelled text in one test, so that a thousand of them take minutes."""

from datetime import datetime, timedelta, timezone

from domain.deadline import extract_deadline
from domain.deadline_grammar import tokens
from tests.unit.domain import (
    deadline_examples_dates,
    deadline_examples_distances,
    deadline_examples_fresh,
    deadline_examples_last,
    deadline_examples_more,
    deadline_examples_none,
    deadline_examples_posts,
)
from tests.unit.domain.deadline_labels import labelled_texts, moment_of_label
from tests.unit.domain.deadline_limits import BEYOND_THE_CALENDAR

NOW = datetime.fromisoformat("2025-03-12T12:00:30+03:00")
EXAMPLES = [
    *deadline_examples_dates.EXAMPLES,
    *deadline_examples_distances.EXAMPLES,
    *deadline_examples_fresh.EXAMPLES,
    *deadline_examples_last.EXAMPLES,
    *deadline_examples_more.EXAMPLES,
    *deadline_examples_posts.EXAMPLES,
]


def test_reads_every_labelled_text() -> None:
    tokens._known.cache_clear()  # words remembered from another run hide a mutant
    for text in deadline_examples_none.EXAMPLES:
        assert extract_deadline(text, NOW) is None, text
    for now, text, label in EXAMPLES:
        found = extract_deadline(text, datetime.fromisoformat(now))
        assert (found and found.at) == moment_of_label(label), text
    for example in labelled_texts():
        found = extract_deadline(example.text, example.now)
        assert (found and found.at) == example.at, example.text
        assert (found.quote if found else "") == example.quote


def test_survives_the_ends_of_the_calendar() -> None:
    for text in BEYOND_THE_CALENDAR:
        assert extract_deadline(text, NOW) is None, text
    for year, month, day in ((9999, 12, 31), (1, 1, 1)):
        for hours in (-12, 0, 14):
            now = datetime(year, month, day, 12, tzinfo=timezone(timedelta(hours=hours)))
            for text in ("надо до 18:00 мск+9", "сдать завтра", "до конца месяца сдать", "нужно через неделю"):
                extract_deadline(text, now)
