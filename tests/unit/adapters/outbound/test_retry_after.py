import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.outbound.retry_after import retry_after

NOW = "Sun, 22 Nov 2026 12:00:00 GMT"


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("0", 0.0),
        ("7", 7.0),
        (" 1.5 ", 1.5),
        ("-3", 0.0),
        ("99999999", 86_400.0),
        ("Sun, 22 Nov 2026 12:00:30 GMT", 30.0),
        ("Sun, 22 Nov 2026 11:00:00 GMT", 0.0),
        ("Sunday, 22-Nov-26 12:01:00 GMT", 60.0),
        ("22 Nov 2026 12:00:10", 10.0),
    ],
)
def test_is_the_wait_in_seconds_when_readable(value: str, seconds: float) -> None:
    assert retry_after({"retry-after": value, "date": NOW}) == seconds


@pytest.mark.parametrize("value", ["", "soon", "nan", "inf", "Sun, 99 Nov 2026 12:00:30 GMT"])
def test_is_unknown_when_unreadable(value: str) -> None:
    assert retry_after({"retry-after": value}) is None


def test_is_unknown_when_not_said() -> None:
    assert retry_after({}) is None


@given(st.text(), st.text())
def test_lies_between_nothing_and_a_day_whatever_is_said(value: str, date: str) -> None:
    seconds = retry_after({"retry-after": value, "date": date})

    assert seconds is None or 0 <= seconds <= 86_400
