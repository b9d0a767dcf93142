from hypothesis import given
from hypothesis import strategies as st

from domain.rate import Rate

RATES = st.builds(Rate, most=st.integers(1, 50), seconds=st.floats(0.01, 1_000))
PAUSES = st.lists(st.floats(0, 100), max_size=60)


@given(RATES, PAUSES)
def test_lets_no_more_through_than_a_full_bucket_and_what_leaks(rate: Rate, pauses: list[float]) -> None:
    now = empty_at = 1_000.0
    passed: list[float] = []
    for pause in pauses:
        now += pause
        empty_at, wait = rate.take(empty_at, now=now)
        if wait is None:
            passed.append(now)

    for first, begin in enumerate(passed):
        for last in range(first, len(passed)):
            leaked = (passed[last] - begin) * rate.most / rate.seconds
            assert last - first + 1 <= rate.most + leaked + 1e-3


@given(RATES, PAUSES)
def test_lets_through_whoever_waits_as_long_as_it_says(rate: Rate, pauses: list[float]) -> None:
    now = empty_at = 1_000.0
    for pause in pauses:
        now += pause
        empty_at, wait = rate.take(empty_at, now=now)
        if wait is not None:
            now += wait
            empty_at, wait = rate.take(empty_at, now=now)
            assert wait is None


@given(RATES)
def test_counts_nothing_that_has_to_wait(rate: Rate) -> None:
    empty_at = 0.0
    for _ in range(rate.most):
        empty_at, wait = rate.take(empty_at, now=0.0)
        assert wait is None

    assert rate.take(empty_at, now=0.0)[0] == empty_at
