from itertools import count
from uuid import UUID


class FakeIds:
    """Ids of version 7 that count: 00000000-0001-7000-8000-000000000000, then 0002, and so on."""

    def __init__(self, start: int = 1) -> None:
        self._numbers = count(start)

    def new(self) -> UUID:
        return make_id(next(self._numbers))


def make_id(number: int) -> UUID:
    """Make the id that FakeIds gives as its ``number``-th."""
    return UUID(int=number << 80 | 7 << 76 | 2 << 62)
