from collections.abc import Callable
from datetime import datetime, timedelta, timezone

from hypothesis import given
from hypothesis import strategies as st

from domain.deadline import extract_deadline
from domain.deadline_grammar.tokens import MOST_TOKENS, tokenize
from tests.unit.domain.deadline_strategies import (
    BOUNDED,
    DISTANCE_FRAMES,
    EVENT_RANGE_FRAMES,
    RANGE_FRAMES,
    REFUSED,
    counted,
    fragments,
    meant_expressions,
    nows,
    ranged,
)

NOW = datetime.fromisoformat("2025-03-12T12:00+03:00")
_zones = st.integers(-12, 14).map(lambda hours: timezone(timedelta(hours=hours)))
_any_now = st.datetimes(timezones=_zones)


@given(st.data(), nows, st.sampled_from(BOUNDED))
def test_reads_what_is_meant_when_reader_is_asked_for_something(data: st.DataObject, now: datetime, frame: str) -> None:
    written, meant = data.draw(meant_expressions(now))

    found = extract_deadline(frame.format(written), now)

    assert found is not None
    assert found.at == meant
    assert written.startswith(found.quote) or found.quote in written


@given(st.data(), nows, st.sampled_from(REFUSED))
def test_reads_nothing_when_somebody_else_is_meant(data: st.DataObject, now: datetime, frame: str) -> None:
    written, _ = data.draw(meant_expressions(now))

    assert extract_deadline(frame.format(written), now) is None


@given(st.data(), nows, st.sampled_from(DISTANCE_FRAMES))
def test_counts_from_the_post_when_time_is_given(data: st.DataObject, now: datetime, frame: str) -> None:
    written, meant = data.draw(counted(now))

    found = extract_deadline(frame.format(written), now)

    assert found is not None
    assert found.at == meant
    assert found.quote == written


@given(st.data(), nows, st.sampled_from(RANGE_FRAMES))
def test_takes_the_end_when_something_is_accepted_in_a_range(data: st.DataObject, now: datetime, frame: str) -> None:
    written, meant = data.draw(ranged(now))

    found = extract_deadline(frame.format(written), now)

    assert found is not None
    assert found.at == meant
    assert found.quote == written


@given(st.data(), nows, st.sampled_from(EVENT_RANGE_FRAMES))
def test_reads_nothing_when_an_event_has_a_range(data: st.DataObject, now: datetime, frame: str) -> None:
    written, _ = data.draw(ranged(now))

    assert extract_deadline(frame.format(written), now) is None


@given(st.data(), nows, st.sampled_from(BOUNDED), st.sampled_from((str.upper, str.lower, str.capitalize)))
def test_reads_the_same_when_letters_are_of_another_case(
    data: st.DataObject, now: datetime, frame: str, change: Callable[[str], str]
) -> None:
    written, meant = data.draw(meant_expressions(now))

    found = extract_deadline(change(frame.format(written)), now)

    assert found is not None
    assert found.at == meant


@given(st.data(), nows, st.sampled_from(BOUNDED), st.sampled_from(("\u00a0", "  ", "\t", "\u2009")))
def test_reads_the_same_when_spaces_are_of_another_kind(
    data: st.DataObject, now: datetime, frame: str, space: str
) -> None:
    written, meant = data.draw(meant_expressions(now))

    found = extract_deadline(frame.format(written).replace(" ", space), now)

    assert found is not None
    assert found.at == meant


@given(st.data(), nows, st.sampled_from(BOUNDED), st.sampled_from(REFUSED))
def test_keeps_the_readers_deadline_when_other_sentences_have_dates(
    data: st.DataObject, now: datetime, frame: str, other: str
) -> None:
    written, meant = data.draw(meant_expressions(now))
    elsewhere, _ = data.draw(meant_expressions(now))

    found = extract_deadline(f"{other.format(elsewhere)}.\n{frame.format(written)}", now)

    assert found is not None
    assert found.at == meant


@given(st.lists(st.sampled_from("0123456789.,:/- "), min_size=1, max_size=40), st.integers(1, 400))
def test_looks_at_a_bounded_number_of_tokens_when_text_is_digits_and_marks(piece: list[str], times: int) -> None:
    assert len(tokenize("".join(piece) * times)) <= MOST_TOKENS


@given(st.one_of(st.text(), fragments()), _any_now)
def test_answers_soundly_when_text_is_anything(text: str, now: datetime) -> None:
    found = extract_deadline(text, now)

    if found is not None:
        assert found.quote
        assert found.quote in text
        assert found.at.utcoffset() is not None
        assert (found.at.second, found.at.microsecond) == (0, 0)


@given(fragments())
def test_answers_the_same_when_asked_twice(text: str) -> None:
    assert extract_deadline(text, NOW) == extract_deadline(text, NOW)


@given(st.text(alphabet=st.characters(categories=["Lu", "Ll", "Po", "Zs", "So"], exclude_characters="ⅠⅡ"), max_size=60))
def test_finds_digits_or_words_of_time_in_the_text_when_it_answers(text: str) -> None:
    """Nothing is invented: the moment's words stand in the text."""
    found = extract_deadline(text, NOW)

    assert found is None or any(character.isalnum() for character in found.quote)
