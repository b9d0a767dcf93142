"""How long to wait before the next try."""


def delay(tries: int, *, first: float, most: float, spread: float) -> float:
    """
    Seconds before try number ``tries`` + 1: doubling from ``first``, capped at ``most``.

    ``spread`` is a random number in [0, 1): the delay lies between half of the full value and the full value, so
    that many who failed together do not come back together.
    """
    full = min(most, first * 2.0 ** min(max(tries - 1, 0), 30))
    return full * (0.5 + spread / 2)
