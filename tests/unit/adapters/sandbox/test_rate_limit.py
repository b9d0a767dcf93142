from hypothesis import given
from hypothesis import strategies as st

from adapters.sandbox.rate_limit import RateLimit

GAPS = st.lists(st.floats(0, 0.4), max_size=80)


@given(st.integers(1, 5), GAPS)
def test_no_second_has_more_calls_than_the_limit(limit: int, gaps: list[float]) -> None:
    sut = RateLimit(limit)
    at = 0.0
    passed: list[float] = []

    for gap in gaps:
        at += gap
        if sut.take(at):
            passed.append(at)

    assert all(sum(start <= moment < start + 1 for moment in passed) <= limit for start in passed)


def test_lets_everything_pass_when_it_is_off() -> None:
    sut = RateLimit(0)

    assert all(sut.take(1.0) for _ in range(100))


def test_passes_again_when_a_second_is_over() -> None:
    sut = RateLimit(1)

    assert [sut.take(0.0), sut.take(0.5), sut.take(1.0)] == [True, False, True]
