"""Works that come at once share a transaction: its trips to the server and its commit are paid once for all of them."""

import asyncio
from collections import deque
from collections.abc import Callable, Coroutine, Hashable, Iterator
from contextlib import contextmanager
from contextvars import Context, copy_context
from dataclasses import dataclass, field
from typing import Any, Final, Generic, TypeVar

from sqlalchemy.ext.asyncio import AsyncConnection

from adapters.outbound.database.engine import Database
from adapters.outbound.database.failures import translated
from adapters.outbound.database.together import together
from adapters.outbound.database.transaction import transact
from ports.storage import Lane

T = TypeVar("T")
Work = Callable[[AsyncConnection], Coroutine[Any, Any, T]]
MOST_TOGETHER: Final = 64
PATIENCE: Final = 0.1
"""Seconds for which others wait for the transaction of their lane; one that waits for a row does not hold up all."""
BUSY: Final = 4
ENOUGH: Final = 16
GATHERED: Final = 0.015
"""Seconds that BUSY works wait for more to come, unless they are ENOUGH: there is much else to do meanwhile."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Waiting(Generic[T]):
    key: Hashable
    work: Work[T]
    context: Context = field(default_factory=copy_context)
    """Of whoever waits: what is logged within the work is theirs."""
    done: "asyncio.Future[T]" = field(default_factory=lambda: asyncio.get_running_loop().create_future())


class SharedTransactions:
    """
    A work that comes alone has its transaction at once.

    While one of a lane runs, others wait; those that have waited share the next one, each with another key. What fails
    together, before its commit, is run again one by one: so who fails, fails alone. For one event loop.
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        self._waiting: dict[Lane, deque[_Waiting[Any]]] = {lane: deque() for lane in Lane}
        self._running: dict[Lane, object] = {}
        """What the lane waits for."""
        self._tasks: set[asyncio.Task[None]] = set()

    async def run(self, lane: Lane, key: Hashable, work: Work[T]) -> T:
        """Raises StorageUnavailableError, and what ``work`` raises."""
        if lane not in self._running:
            with self._holding(lane):
                return await transact(self._database, work)
        waiting = _Waiting(key=key, work=work)
        self._waiting[lane].append(waiting)
        return await waiting.done

    @contextmanager
    def _holding(self, lane: Lane) -> Iterator[None]:
        """Others of the lane wait until the end of the block, but no longer than PATIENCE."""
        this = self._running[lane] = object()
        timer = asyncio.get_running_loop().call_later(PATIENCE, self._let_go, lane, this)
        try:
            yield
        finally:
            timer.cancel()
            self._let_go(lane, this)

    def _let_go(self, lane: Lane, this: object) -> None:
        if self._running.get(lane) is not this:
            return
        if BUSY <= len(self._waiting[lane]) < ENOUGH:
            gathering = self._running[lane] = object()
            asyncio.get_running_loop().call_later(GATHERED, self._go_on, lane, gathering)
        else:
            self._go_on(lane, this)

    def _go_on(self, lane: Lane, this: object) -> None:
        if self._running.get(lane) is not this:
            return
        del self._running[lane]
        if batch := self._take(lane):
            # Before any other comes: a task begins later.
            self._running[lane] = batch
            task = asyncio.create_task(self._share(lane, batch))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)

    def _take(self, lane: Lane) -> list[_Waiting[Any]]:
        """The longest waiting of each key; the rest stay in their order. Whoever was cancelled waits no more."""
        taken: dict[Hashable, _Waiting[Any]] = {}
        left: list[_Waiting[Any]] = []
        for each in self._waiting[lane]:
            if each.done.done():
                continue
            if each.key in taken or len(taken) == MOST_TOGETHER:
                left.append(each)
            else:
                taken[each.key] = each
        self._waiting[lane] = deque(left)
        return list(taken.values())

    async def _share(self, lane: Lane, batch: list[_Waiting[Any]]) -> None:
        try:
            with self._holding(lane):
                is_told = await (self._together(batch) if len(batch) > 1 else self._one(batch[0]))
            if not is_told:
                await asyncio.gather(*(self._one(each) for each in batch))
        finally:
            for each in batch:
                # Only who is cancelled with all the rest has not been told.
                each.done.cancel()

    async def _together(self, batch: list[_Waiting[Any]]) -> bool:
        """False when it has failed before its commit, and nothing is stored."""
        is_done = False
        try:
            with translated():
                async with self._database.writing() as connection:
                    works = [_InContext(each, connection) for each in batch]
                    results = await together(connection, works, are_apart=True)
                    is_done = True
        except Exception as error:  # noqa: BLE001 - whoever waits is told, each what they would be told alone
            if is_done:
                # Whether it was committed nobody can tell.
                for each in batch:
                    _fail(each, error)
            return is_done
        for each, result in zip(batch, results, strict=True):
            _succeed(each, result)
        return True

    async def _one(self, waiting: _Waiting[Any]) -> bool:
        try:
            alone = asyncio.create_task(transact(self._database, waiting.work), context=waiting.context)
            result = await alone
        except Exception as error:  # noqa: BLE001 - whoever waits is told
            _fail(waiting, error)
        else:
            _succeed(waiting, result)
        return True


class _InContext(Generic[T]):
    """The coroutine of a work, driven in the context of whoever waits for it."""

    def __init__(self, waiting: _Waiting[T], connection: AsyncConnection) -> None:
        self._context = waiting.context
        self._coroutine = waiting.work(connection)

    def send(self, value: None) -> Any:
        return self._context.run(self._coroutine.send, value)

    def close(self) -> None:
        self._context.run(self._coroutine.close)


def _succeed(waiting: _Waiting[T], result: T) -> None:
    if not waiting.done.done():
        waiting.done.set_result(result)


def _fail(waiting: _Waiting[Any], error: Exception) -> None:
    if not waiting.done.done():
        waiting.done.set_exception(error)
