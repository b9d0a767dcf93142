"""Secrets and chance."""

from typing import Protocol


class Randomness(Protocol):
    def token(self) -> str:
        """A bearer token of at least 256 random bits, URL-safe."""
        ...

    def fraction(self) -> float:
        """A number in [0, 1), for spreading retries; not for secrets."""
        ...
