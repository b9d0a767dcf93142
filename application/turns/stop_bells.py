"""How those who write an answer in this process hear that it is to be stopped."""

import asyncio
from collections.abc import Coroutine, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, TypeVar

from domain.errors import OtklikError
from domain.identifiers import TurnId

T = TypeVar("T")


class AnswerStoppedError(OtklikError):
    """The person wants the turn stopped; ``shown`` is what they have seen of its answer, and is never logged."""

    def __init__(self, *, shown: str = "") -> None:
        super().__init__()
        self.shown = shown


class StopBells:
    """
    A bell for each answer that is being written here, for one event loop.

    They only save time: that a turn is to be stopped is stored with the turn.
    """

    def __init__(self) -> None:
        self._bells: dict[TurnId, list[asyncio.Event]] = {}

    @property
    def watched(self) -> Sequence[TurnId]:
        return list(self._bells)

    def ring(self, turn_id: TurnId) -> None:
        for bell in self._bells.get(turn_id, ()):
            bell.set()

    @contextmanager
    def watch(self, turn_id: TurnId) -> Iterator[asyncio.Event]:
        bell = asyncio.Event()
        bells = self._bells.setdefault(turn_id, [])
        bells.append(bell)
        try:
            yield bell
        finally:
            bells.remove(bell)
            if not bells:
                del self._bells[turn_id]


async def until_rung(bell: asyncio.Event, work: Coroutine[Any, Any, T]) -> T:
    """
    Do the work unless the bell rings first: then it is cancelled, its end awaited and AnswerStoppedError raised.

    Work that was done by then counts. Whoever is cancelled here cancels the work too.
    """
    working, ringing = asyncio.create_task(work), asyncio.create_task(bell.wait())
    try:
        await asyncio.wait({working, ringing}, return_when=asyncio.FIRST_COMPLETED)
    finally:
        ringing.cancel()
        working.cancel()
        await asyncio.wait({working})
    if working.cancelled() and bell.is_set():
        raise AnswerStoppedError
    return working.result()
