from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.session import ABSOLUTE_LIFETIME, IDLE_LIFETIME, hash_token
from tests.factories import MOMENT, make_session

TICK = timedelta(microseconds=1)


@pytest.mark.parametrize(
    ("opened_at", "seen_at", "is_alive"),
    [
        (MOMENT, MOMENT, True),
        (MOMENT - IDLE_LIFETIME, MOMENT - IDLE_LIFETIME + TICK, True),
        (MOMENT - IDLE_LIFETIME, MOMENT - IDLE_LIFETIME, False),
        (MOMENT - ABSOLUTE_LIFETIME + TICK, MOMENT, True),
        (MOMENT - ABSOLUTE_LIFETIME, MOMENT, False),
    ],
    ids=["fresh", "nearly idle", "idle", "nearly old", "old"],
)
def test_is_alive_when_neither_idle_nor_old(opened_at: datetime, seen_at: datetime, is_alive: bool) -> None:
    assert make_session(opened_at=opened_at, seen_at=seen_at).is_alive(MOMENT) is is_alive


def test_is_dead_when_ended() -> None:
    assert not make_session(ended_at=MOMENT, end_reason="signed out").is_alive(MOMENT)


@given(st.timedeltas(min_value=timedelta(), max_value=timedelta(days=400)), st.timedeltas(min_value=timedelta()))
def test_never_comes_back_to_life_when_time_goes_on(passed: timedelta, more: timedelta) -> None:
    session = make_session()
    more %= timedelta(days=400)

    assert session.is_alive(MOMENT + passed) or not session.is_alive(MOMENT + passed + more)


@given(st.lists(st.text(), min_size=2, max_size=2, unique=True))
def test_has_a_hash_of_its_own_when_tokens_differ(tokens: list[str]) -> None:
    first, second = map(hash_token, tokens)

    assert first != second
    assert first == hash_token(tokens[0])
    assert len(first) == 32


def test_shows_no_token_hash_when_printed() -> None:
    session = make_session("a secret")

    assert repr(session) == f"Session(id={session.id})"
