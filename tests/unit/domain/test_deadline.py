from collections.abc import Sequence
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest

from domain.deadline import Deadline, extract_deadline
from tests.unit.domain import (
    deadline_examples_dates,
    deadline_examples_distances,
    deadline_examples_fresh,
    deadline_examples_last,
    deadline_examples_more,
    deadline_examples_none,
    deadline_examples_posts,
)
from tests.unit.domain.deadline_labels import TEXTS, moment_of_label, texts_of
from tests.unit.domain.deadline_limits import BEYOND_THE_CALENDAR, HOSTILE

NOW = datetime.fromisoformat("2025-03-12T12:00:30+03:00")
EXAMPLES = (
    deadline_examples_dates.EXAMPLES,
    deadline_examples_distances.EXAMPLES,
    deadline_examples_fresh.EXAMPLES,
    deadline_examples_last.EXAMPLES,
    deadline_examples_more.EXAMPLES,
    deadline_examples_posts.EXAMPLES,
)


# A test a list, not a test a text: thousands of tests would cost more than the reading. What is wrong is shown whole.
@pytest.mark.parametrize("examples", EXAMPLES)
def test_reads_the_labelled_moment_when_text_is_an_example(examples: Sequence[tuple[str, str, str]]) -> None:
    found = {(now, text): extract_deadline(text, datetime.fromisoformat(now)) for now, text, _ in examples}
    wanted = {(now, text): moment_of_label(label) for now, text, label in examples}

    assert {key: deadline and deadline.at for key, deadline in found.items()} == wanted


@pytest.mark.parametrize("path", TEXTS, ids=lambda path: path.stem)
def test_reads_the_labelled_moment_when_text_is_in_the_collection(path: Path) -> None:
    for example in texts_of(path):
        found = extract_deadline(example.text, example.now)

        assert (found.at if found else None, found.quote if found else "") == (example.at, example.quote), example.place


def test_reads_nothing_when_text_sets_no_deadline() -> None:
    found = {text: extract_deadline(text, NOW) for text in deadline_examples_none.EXAMPLES}

    assert not {text: deadline for text, deadline in found.items() if deadline is not None}


@pytest.mark.parametrize(
    ("text", "quote"),
    [
        ("Ребят, эссе до 15 МАРТА, помогите", "до 15 МАРТА"),
        ("заявка до 1️⃣2️⃣ мая 🔥", "до 1️⃣2️⃣ мая"),
        ("сдать завтра до 18:00!", "завтра до 18:00"),
        ("Приём с 1 по 15 апреля", "с 1 по 15 апреля"),
        ("İİ сдать до 5 мая", "до 5 мая"),
        ("до 20 марта 18:00 по мск принимаем", "до 20 марта 18:00 по мск"),
    ],
)
def test_quotes_the_words_letter_for_letter_when_found(text: str, quote: str) -> None:
    found = extract_deadline(text, NOW)

    assert found is not None
    assert found.quote == quote


def test_drops_seconds_when_distance_is_counted_from_now() -> None:
    assert extract_deadline("нужно через час", NOW) == Deadline(
        at=datetime.fromisoformat("2025-03-12T13:00+03:00"), quote="через час"
    )


def test_keeps_the_zone_of_now_when_text_states_none() -> None:
    now = datetime(2025, 3, 12, 12, tzinfo=timezone(timedelta(hours=9)))

    found = extract_deadline("сдать до 20 марта", now)

    assert found is not None
    assert found.at.utcoffset() == timedelta(hours=9)


def test_raises_when_now_is_naive() -> None:
    with pytest.raises(ValueError, match="time zone"):
        extract_deadline("сдать до 20 марта", NOW.replace(tzinfo=None))


@pytest.mark.parametrize("text", BEYOND_THE_CALENDAR)
def test_reads_nothing_when_moment_is_beyond_the_calendar(text: str) -> None:
    assert extract_deadline(text, NOW) is None


@pytest.mark.parametrize("now", [datetime.max, datetime.min, datetime(9999, 12, 31, 0, 0)])  # noqa: DTZ901,DTZ001 - a zone follows
@pytest.mark.parametrize("hours", [-12, 0, 14])
def test_survives_when_now_is_at_the_end_of_the_calendar(now: datetime, hours: int) -> None:
    aware = now.replace(tzinfo=timezone(timedelta(hours=hours)))

    for text in ("надо до 18:00 мск+9", "сдать завтра", "до конца месяца сдать", "нужно через неделю", "до 5 мая UTC"):
        extract_deadline(text, aware)


@pytest.mark.parametrize("text", HOSTILE)
def test_looks_at_a_bounded_part_when_text_is_hostile(text: str) -> None:
    extract_deadline(text, NOW)
