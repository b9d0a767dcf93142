from collections.abc import Iterable
from itertools import count


class FakeRandomness:
    """Tokens that count, and the given fractions one after another, the last one for ever."""

    def __init__(self, fractions: Iterable[float] = (0.5,)) -> None:
        self._numbers = count(1)
        self._fractions = list(fractions)

    def token(self) -> str:
        return f"fake-token-{next(self._numbers):032d}"

    def fraction(self) -> float:
        return self._fractions.pop(0) if len(self._fractions) > 1 else self._fractions[0]
