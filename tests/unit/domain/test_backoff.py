import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.backoff import delay

SECONDS = st.floats(min_value=0.001, max_value=1e6)
SPREADS = st.floats(min_value=0, max_value=1, exclude_max=True)


@given(tries=st.integers(0, 10**6), first=SECONDS, most=SECONDS, spread=SPREADS)
def test_lies_within_its_bounds_when_anything_is_given(tries: int, first: float, most: float, spread: float) -> None:
    seconds = delay(tries, first=first, most=most, spread=spread)

    assert min(first, most) / 2 <= seconds <= most


@given(tries=st.integers(0, 100), first=SECONDS, most=SECONDS, spread=SPREADS)
def test_is_never_shorter_when_tries_grow(tries: int, first: float, most: float, spread: float) -> None:
    assert delay(tries, first=first, most=most, spread=spread) <= delay(
        tries + 1, first=first, most=most, spread=spread
    )


@given(tries=st.integers(0, 100), first=SECONDS, most=SECONDS, spread=SPREADS)
def test_lies_in_the_upper_half_when_spread(tries: int, first: float, most: float, spread: float) -> None:
    least = delay(tries, first=first, most=most, spread=0)

    assert least <= delay(tries, first=first, most=most, spread=spread) <= 2 * least


@pytest.mark.parametrize(("tries", "seconds"), [(0, 1), (1, 1), (2, 2), (3, 4), (4, 8), (5, 10), (1_000, 10)])
def test_doubles_up_to_the_most_when_tries_grow(tries: int, seconds: float) -> None:
    assert delay(tries, first=2, most=20, spread=0) == seconds
