"""Passwords at rest."""

from typing import Protocol


class PasswordHasher(Protocol):
    """Work is done off the event loop, few at a time; both methods may wait for their turn."""

    async def hash(self, password: str) -> str:
        """A salted hash that carries its own parameters."""
        ...

    async def verify(self, password: str, hashed: str | None) -> bool:
        """
        Tell whether the password matches.

        With None, for an unknown login, it takes as long as a real comparison and says no.
        """
        ...

    def needs_rehash(self, hashed: str) -> bool:
        """Whether it is weaker than what ``hash`` makes today, or no hash at all."""
        ...
