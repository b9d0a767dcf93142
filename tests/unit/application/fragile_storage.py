import asyncio
from collections.abc import Awaitable, Callable, Coroutine, Hashable
from typing import Any, TypeVar

from domain.errors import StorageUnavailableError
from ports.storage import Lane, Storage, UnitOfWork

T = TypeVar("T")


class FragileStorage:
    """
    The storage as the use cases see it: it fails at a given transaction, before it begins or after it has committed.

    Transactions are counted from 1, the next. Crashing kills the task, as a process is killed; going down raises.
    """

    def __init__(self, storage: Storage) -> None:
        self._storage = storage
        self._strikes: dict[int, tuple[Callable[[], Awaitable[None]], bool]] = {}
        self.runs = 0

    def crash_in(self, runs: int, *, committed: bool = False) -> None:
        self._strikes[self.runs + runs] = (_die, committed)

    def go_down_in(self, runs: int, *, committed: bool = False) -> None:
        self._strikes[self.runs + runs] = (_go_down, committed)

    def hold_out(self) -> None:
        """Forget what was going to happen."""
        self._strikes.clear()

    @property
    def most_among(self) -> int:
        return self._storage.most_among

    async def run(self, work: Callable[[UnitOfWork], Awaitable[T]]) -> T:
        self.runs += 1
        strike, committed = self._strikes.pop(self.runs, (None, False))
        if strike and not committed:
            await strike()
        result = await self._storage.run(work)
        if strike:
            await strike()
        return result

    async def run_among(self, _lane: Lane, _key: Hashable, work: Callable[[UnitOfWork], Coroutine[Any, Any, T]]) -> T:
        return await self.run(work)

    async def read(self, work: Callable[[UnitOfWork], Awaitable[T]]) -> T:
        return await self._storage.read(work)


async def _die() -> None:
    task = asyncio.current_task()
    assert task is not None
    task.cancel()
    await asyncio.sleep(0)


async def _go_down() -> None:
    raise StorageUnavailableError
