"""What does not depend on one another in a transaction: a server is asked for all of it at once."""

from collections.abc import Generator, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any, Protocol

from sqlalchemy.ext.asyncio import AsyncConnection

from adapters.outbound.database.asked import Asked
from adapters.outbound.database.driver_run import asking, send_asked


class Driven(Protocol):
    """A coroutine, or what stands before one."""

    def send(self, value: None, /) -> Any: ...

    def close(self) -> None: ...


async def together(connection: AsyncConnection, works: Sequence[Driven], *, are_apart: bool = False) -> list[Any]:
    """
    What they return; each is begun in this order and does its prepared statements one after another.

    Each goes on until it has a statement for the server; when all have, those leave in one packet, in this order, for
    which asyncmy always asks (CLIENT_MULTI_STATEMENTS), and so on. The first error that is raised ends them all. What
    one does beside prepared statements is waited for while the others rest. One of them may do things together in its
    turn: theirs leave in the packet of all. SQLite answers in place, so there each is done before the next is begun.

    ``are_apart``: nothing that one does is of any consequence to another, so what they say alike is said once.
    """
    results: dict[int, Any] = {}
    try:
        with asking(connection) as is_within:
            going_on: Sequence[int] = range(len(works))
            while going_on:
                asked: dict[int, tuple[Asked, ...]] = {}
                for at in going_on:
                    come_to = _goes_on(works[at])
                    if not isinstance(come_to, tuple | _End):
                        come_to = await _waited_for(works[at], come_to)
                    if isinstance(come_to, tuple):
                        asked[at] = come_to
                    else:
                        results[at] = come_to.result
                if asked:
                    in_order = tuple(chain.from_iterable(asked.values()))
                    said = tuple(asked.values()) if are_apart else (in_order,)
                    await (_HandedOn(in_order) if is_within else send_asked(connection, said))
                going_on = tuple(asked)
    finally:
        for work in works:
            work.close()
    return [results[at] for at in range(len(works))]


@dataclass(frozen=True, slots=True)
class _End:
    """Not the StopIteration itself: its traceback would keep all works, and itself, until a search for garbage."""

    result: Any


def _goes_on(work: Driven) -> Any:
    """Its next statements, its end, or what it waits for."""
    try:
        return work.send(None)
    except StopIteration as end:
        return _End(end.value)


async def _waited_for(work: Driven, wanted: Any) -> tuple[Asked, ...] | _End:
    """Its next statements, or the end, when that and whatever else it waits for has come."""
    while not isinstance(wanted, tuple | _End):
        await _HandedOn(wanted)
        wanted = _goes_on(work)
    return wanted


class _HandedOn:
    """What is waited for below, handed on to whoever drives this coroutine: the event loop, or another like it."""

    def __init__(self, wanted: Any) -> None:
        self._wanted = wanted

    def __await__(self) -> Generator[Any, None, None]:
        yield self._wanted
