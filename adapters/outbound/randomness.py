"""Randomness of the operating system."""

import secrets

_TOKEN_BYTES = 32


class SystemRandomness:
    def __init__(self) -> None:
        self._chance = secrets.SystemRandom()

    def token(self) -> str:
        return secrets.token_urlsafe(_TOKEN_BYTES)

    def fraction(self) -> float:
        return self._chance.random()
