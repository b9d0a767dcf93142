"""What was asked of VK a short while ago is not asked again."""

import time
from collections import OrderedDict
from collections.abc import Callable
from typing import Generic, TypeVar

KeyT = TypeVar("KeyT")
ValueT = TypeVar("ValueT")


class RecentAnswers(Generic[KeyT, ValueT]):
    """The latest ``most`` answers, each for ``seconds``."""

    def __init__(self, *, most: int, seconds: float, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._most = most
        self._seconds = seconds
        self._monotonic = monotonic
        self._kept: OrderedDict[KeyT, tuple[float, ValueT]] = OrderedDict()

    def get(self, key: KeyT) -> tuple[ValueT] | None:
        """The answer in a tuple, as it may be None itself; None when it has to be asked for."""
        kept = self._kept.get(key)
        return None if kept is None or kept[0] <= self._monotonic() else (kept[1],)

    def keep(self, key: KeyT, value: ValueT) -> None:
        self._kept[key] = (self._monotonic() + self._seconds, value)
        self._kept.move_to_end(key)
        while len(self._kept) > self._most:
            self._kept.popitem(last=False)
