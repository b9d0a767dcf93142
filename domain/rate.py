"""So many in so much time: the arithmetic of every limit on how often something may be done."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Rate:
    """
    At most ``most`` at once, and as many again in each ``seconds``, evenly: a leaky bucket.

    Kept as one number, the moment at which the bucket would be empty: the generic cell rate algorithm (ITU-T I.371).
    Any monotonic clock in seconds will do, if it is always the same.
    """

    most: int
    seconds: float

    def take(self, empty_at: float, *, now: float) -> tuple[float, float | None]:
        """
        Do it once more: gives the new moment, and None, or how many seconds it has to wait.

        What has to wait is not counted.
        """
        filled = max(empty_at, now) + self.seconds / self.most
        wait = filled - now - self.seconds
        # A millionth is no wait but the rounding of the sums before.
        return (filled, None) if wait <= 1e-6 else (empty_at, wait)  # noqa: PLR2004 - see above
