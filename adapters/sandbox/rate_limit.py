from collections import deque


class RateLimit:
    """At most `per_second` calls in any second; 0 lets everything pass."""

    def __init__(self, per_second: int) -> None:
        self._per_second = per_second
        self._taken: deque[float] = deque()

    def take(self, at: float) -> bool:
        """Whether a call at `at` (seconds of a clock that never steps back) may pass; a refused one is free."""
        if not self._per_second:
            return True
        while self._taken and at - self._taken[0] >= 1.0:
            self._taken.popleft()
        if len(self._taken) >= self._per_second:
            return False
        self._taken.append(at)
        return True
