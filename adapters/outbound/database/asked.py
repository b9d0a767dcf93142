"""A statement that waits to be sent with those of others."""

from collections.abc import Generator, Sequence
from typing import Any

Words = tuple[str, tuple[Any, ...]]
"""SQL, and the driver's values in it."""
Found = tuple[int, Sequence[Sequence[Any]]]
"""How many rows it was for, and those found."""


class Asked:
    """
    Whoever drives its coroutine is given it, and has its answer put into ``found`` before going on.

    One that is not heard was put off: nobody waits for it, or asks how many rows it was for.
    """

    __slots__ = ("fetch", "found", "is_heard", "words")

    def __init__(self, words: Words, *, fetch: bool, is_heard: bool = True) -> None:
        self.words = words
        self.fetch = fetch
        self.is_heard = is_heard
        self.found: Found = (0, ())

    def __await__(self) -> Generator[tuple["Asked", ...], None, Found]:
        yield (self,)
        return self.found
