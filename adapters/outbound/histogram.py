"""How long something took, counted in buckets."""

from bisect import bisect_left
from itertools import accumulate
from typing import Final

BUCKETS: Final = (0.005, 0.025, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0, 60.0, 120.0)
"""Upper bounds in seconds: from a transaction to the longest call of the model."""


class Histogram:
    """Seconds since the start, in the shape that Prometheus wants them."""

    def __init__(self) -> None:
        self._counts = [0] * (len(BUCKETS) + 1)
        self.sum = 0.0

    def add(self, seconds: float) -> None:
        self._counts[bisect_left(BUCKETS, seconds)] += 1
        self.sum += seconds

    @property
    def buckets(self) -> list[tuple[str, float]]:
        """Each bound with how many took no longer."""
        bounds = [*(str(bound) for bound in BUCKETS), "+Inf"]
        return [(bound, float(count)) for bound, count in zip(bounds, accumulate(self._counts), strict=True)]
