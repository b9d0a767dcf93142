"""How often a password may be tried."""

from typing import Final

from domain.errors import TooManyTriesError
from domain.rate import Rate
from ports.throttle import Throttle

TRIES: Final = Rate(most=10, seconds=300)
"""Ten at once, then one in half a minute: of an account, from wherever they come."""
MOST_CHARACTERS: Final = 64


class CountTries:
    """Right and wrong ones, under the login that was given; whoever has waited may try again."""

    def __init__(self, *, throttle: Throttle) -> None:
        self._throttle = throttle

    async def count(self, login: str) -> None:
        """Raises TooManyTriesError."""
        wait = await self._throttle.take(f"tries:{login.strip().lower()[:MOST_CHARACTERS]}", TRIES)
        if wait is not None:
            raise TooManyTriesError(wait)
