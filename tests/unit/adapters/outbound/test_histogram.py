from hypothesis import given
from hypothesis import strategies as st

from adapters.outbound.histogram import BUCKETS, Histogram


@given(st.lists(st.floats(min_value=0, max_value=1_000)))
def test_each_bucket_counts_what_took_no_longer(taken: list[float]) -> None:
    histogram = Histogram()
    for seconds in taken:
        histogram.add(seconds)

    counted = dict(histogram.buckets)
    assert counted.pop("+Inf") == len(taken)
    assert counted == {str(bound): sum(seconds <= bound for seconds in taken) for bound in BUCKETS}
    assert histogram.sum == sum(taken)
