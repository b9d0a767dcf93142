import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.sandbox.deliveries import Attempt, next_delay, retry_after_seconds

DELAYS = (1.0, 3.0, 6.0, 12.0, 24.0)
NOW = 1_795_000_000.0


def make_attempt(*, counter: int = 0, status: int = 200, body: str = "ok", retry_after: str | None = None) -> Attempt:
    return Attempt(at=NOW, counter=counter, status=status, body=body, retry_after=retry_after)


@pytest.mark.parametrize("body", ["OK", "ok\n", "\ufeffok", "", "okay"])
def test_not_accepted_when_body_is_not_exactly_ok(body: str) -> None:
    assert not make_attempt(body=body).is_accepted


def test_not_accepted_when_status_is_not_200() -> None:
    assert not make_attempt(status=201).is_accepted


def test_not_accepted_when_answer_was_lost() -> None:
    sut = make_attempt()
    sut.error = "answer lost"

    assert not sut.is_accepted


def test_follows_the_schedule_to_its_end() -> None:
    delays = [next_delay(DELAYS, make_attempt(counter=n, status=500), NOW) for n in range(6)]

    assert delays == [1.0, 3.0, 6.0, 12.0, 24.0, None]


@pytest.mark.parametrize("status", [410, 429, 503])
def test_comes_sooner_when_retry_after_is_short(status: int) -> None:
    attempt = make_attempt(counter=2, status=status, retry_after="2")

    assert next_delay(DELAYS, attempt, NOW) == 2.0


def test_keeps_the_schedule_when_retry_after_is_long() -> None:
    attempt = make_attempt(counter=0, status=503, retry_after="120")

    assert next_delay(DELAYS, attempt, NOW) == 1.0


def test_ignores_retry_after_when_status_does_not_ask_for_it() -> None:
    attempt = make_attempt(counter=1, status=500, retry_after="0")

    assert next_delay(DELAYS, attempt, NOW) == 3.0


def test_reads_an_http_date() -> None:
    assert retry_after_seconds("Tue, 18 Nov 2026 11:06:50 GMT", NOW) == 10.0


@pytest.mark.parametrize("value", [None, "soon", "", "-5", "10800", "99999999999999999999"])
def test_reads_nothing_when_it_is_no_span_under_three_hours(value: str | None) -> None:
    assert retry_after_seconds(value, NOW) is None


@given(st.text())
def test_any_text_is_a_span_or_nothing(value: str) -> None:
    seconds = retry_after_seconds(value, NOW)

    assert seconds is None or 0 <= seconds < 3 * 3600
