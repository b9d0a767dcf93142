from datetime import datetime, timedelta, timezone

from hypothesis import given
from hypothesis import strategies as st

from domain.deadline import extract_deadline
from tests.unit.domain.deadline_strategies import BOUNDED, REFUSED, fragments, meant_expressions, nows

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
