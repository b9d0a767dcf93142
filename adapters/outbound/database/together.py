"""What does not depend on one another in a transaction: a server is asked for all of it at once."""

from collections import defaultdict
from collections.abc import Generator, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any, Protocol

from sqlalchemy.ext.asyncio import AsyncConnection

from adapters.outbound.database.asked import Asked
from adapters.outbound.database.driver_run import asking, put_off, send_asked, send_put_off, take_put_off
from adapters.outbound.database.joined import join


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
    unheard: dict[int, list[Asked]] = defaultdict(list)
    try:
        with asking(connection) as is_within:
            if is_apart := are_apart and not is_within:
                # It is of consequence to all of them.
                await send_put_off(connection)
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
                    if is_apart and (waiting := take_put_off(connection)):
                        unheard[at] += [Asked(words, fetch=False, is_heard=False) for words in waiting]
                if is_within and asked:
                    await _HandedOn(tuple(chain.from_iterable(asked.values())))
                elif asked:
                    said = [(*unheard.pop(at, ()), *own) for at, own in asked.items()]
                    await send_asked(connection, said if is_apart else [tuple(chain.from_iterable(said))])
                going_on = tuple(asked)
        _put_off_again(connection, list(unheard.values()))
    finally:
        for work in works:
            work.close()
    return [results[at] for at in range(len(works))]


def _put_off_again(connection: AsyncConnection, unheard: Sequence[Sequence[Asked]]) -> None:
    """What they have put off at their end: it goes with the commit."""
    for joined in join(unheard):
        put_off(connection, joined.words)


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
