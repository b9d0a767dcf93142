"""What does not depend on one another in a transaction: a server is asked for all of it at once."""

from collections.abc import Generator, Iterable, Sequence
from itertools import chain
from typing import Any, Protocol

from sqlalchemy.ext.asyncio import AsyncConnection

from adapters.outbound.database.driver_run import Asked, asking, send_asked


class Driven(Protocol):
    """A coroutine, or what stands before one."""

    def send(self, value: None, /) -> Any: ...

    def close(self) -> None: ...


async def together(connection: AsyncConnection, works: Sequence[Driven]) -> list[Any]:
    """
    What they return; each is begun in this order and does its prepared statements one after another.

    Each goes on until it has a statement for the server; when all have, those leave in one packet, in this order, for
    which asyncmy always asks (CLIENT_MULTI_STATEMENTS), and so on. The first error that is raised ends them all. What
    one does beside prepared statements is waited for while the others rest. One of them may do things together in its
    turn: theirs leave in the packet of all. SQLite answers in place, so there each is done before the next is begun.
    """
    results: dict[int, Any] = {}
    try:
        with asking(connection) as is_within:
            going_on: Iterable[int] = range(len(works))
            while going_on:
                come_to = {at: await _until_asked(works[at]) for at in going_on}
                asked = {at: each for at, each in come_to.items() if isinstance(each, tuple)}
                results |= {at: each.value for at, each in come_to.items() if isinstance(each, StopIteration)}
                if asked:
                    all_of_them = tuple(chain.from_iterable(asked.values()))
                    await (_HandedOn(all_of_them) if is_within else send_asked(connection, all_of_them))
                going_on = asked
    finally:
        for work in works:
            work.close()
    return [results[at] for at in range(len(works))]


async def _until_asked(work: Driven) -> tuple[Asked, ...] | StopIteration:
    """Its next statements, or what it came to."""
    while True:
        try:
            wanted = work.send(None)
        except StopIteration as end:
            return end
        if isinstance(wanted, tuple):
            return wanted
        await _HandedOn(wanted)


class _HandedOn:
    """What is waited for below, handed on to whoever drives this coroutine: the event loop, or another like it."""

    def __init__(self, wanted: Any) -> None:
        self._wanted = wanted

    def __await__(self) -> Generator[Any, None, None]:
        yield self._wanted
