"""Works that come at once share a transaction: its trips to the server and its commit are paid once for all of them."""

import asyncio
from collections import deque
from collections.abc import Callable, Coroutine, Hashable
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
MOST_TOGETHER: Final = 16
LANES_WIDTH: Final = 2
"""How many transactions of a lane run at once: one that waits for a row does not hold up all."""


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

    While ``LANES_WIDTH`` of a lane run, others wait; those that have waited share the next one, each with another key.
    What fails together, before its commit, is run again one by one: so who fails, fails alone. For one event loop.
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        self._waiting: dict[Lane, deque[_Waiting[Any]]] = {lane: deque() for lane in Lane}
        self._running = dict.fromkeys(Lane, 0)
        self._tasks: set[asyncio.Task[None]] = set()

    async def run(self, lane: Lane, key: Hashable, work: Work[T]) -> T:
        """Raises StorageUnavailableError, and what ``work`` raises."""
        if self._running[lane] < LANES_WIDTH:
            return await self._alone(lane, work)
        waiting = _Waiting(key=key, work=work)
        self._waiting[lane].append(waiting)
        return await waiting.done

    async def _alone(self, lane: Lane, work: Work[T]) -> T:
        self._running[lane] += 1
        try:
            return await transact(self._database, work)
        finally:
            self._end(lane)

    def _end(self, lane: Lane) -> None:
        self._running[lane] -= 1
        if self._waiting[lane]:
            self._running[lane] += 1
            task = asyncio.create_task(self._share(lane, self._take(lane)))
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
            if len(batch) == 1 or not await self._together(batch):
                await asyncio.gather(*(self._one(each) for each in batch))
        finally:
            for each in batch:
                # Only who is cancelled with all the rest has not been told.
                each.done.cancel()
            self._end(lane)

    async def _together(self, batch: list[_Waiting[Any]]) -> bool:
        """False when it has failed before its commit, and nothing is stored."""
        is_done = False
        try:
            with translated():
                async with self._database.writing() as connection:
                    results = await together(connection, [_InContext(each, connection) for each in batch])
                    is_done = True
        except Exception as error:  # noqa: BLE001 - whoever waits is told, each what they would be told alone
            if is_done:
                # Whether it was committed nobody can tell.
                for each in batch:
                    _fail(each, error)
            return is_done
        for each, result in zip(batch, results, strict=True):
            if not each.done.done():
                each.done.set_result(result)
        return True

    async def _one(self, waiting: _Waiting[Any]) -> None:
        try:
            alone = asyncio.create_task(transact(self._database, waiting.work), context=waiting.context)
            result = await alone
        except Exception as error:  # noqa: BLE001 - whoever waits is told
            _fail(waiting, error)
        else:
            if not waiting.done.done():
                waiting.done.set_result(result)


class _InContext(Generic[T]):
    """The coroutine of a work, driven in the context of whoever waits for it."""

    def __init__(self, waiting: _Waiting[T], connection: AsyncConnection) -> None:
        self._context = waiting.context
        self._coroutine = waiting.work(connection)

    def send(self, value: None) -> Any:
        return self._context.run(self._coroutine.send, value)

    def close(self) -> None:
        self._context.run(self._coroutine.close)


def _fail(waiting: _Waiting[Any], error: Exception) -> None:
    if not waiting.done.done():
        waiting.done.set_exception(error)
