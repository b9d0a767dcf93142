"""Room in this process for turns that are begun in the transaction that owes them."""

from contextlib import AbstractContextManager
from datetime import timedelta
from typing import Protocol

from domain.begun_turn import BegunTurn


class TurnRunner(Protocol):
    """Whoever runs the turns of this process."""

    @property
    def free(self) -> int:
        """How many more it could run, beside those whose places are kept."""
        ...

    def start(self, begun: BegunTurn) -> None:
        """Never blocks, never raises. One who has left runs nothing: the claim lapses."""
        ...


class TurnPlace(Protocol):
    """Kept free for one turn. ``owner`` takes it up, for ``lease`` at first."""

    @property
    def owner(self) -> str: ...

    @property
    def lease(self) -> timedelta: ...

    def start(self, begun: BegunTurn) -> None:
        """Run it from here on, once its transaction is committed; never blocks, never raises."""
        ...


class TurnRoom(Protocol):
    """Of this process only: a turn that finds no room here waits in the database for whoever has some."""

    @property
    def kept(self) -> int:
        """Places that were given and not given back."""
        ...

    def place(self) -> AbstractContextManager[TurnPlace | None]:
        """A place until the end of the block; None when all are taken, or nobody here runs turns."""
        ...

    def open(self, runner: TurnRunner) -> None:
        """Give places from now on, as many as ``runner`` has free."""
        ...

    async def close(self) -> None:
        """Give none any more, and return when all that were given are given back."""
        ...
