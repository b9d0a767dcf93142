"""Group commit: events that arrive together are stored together."""

import asyncio
import contextlib
from collections import deque
from types import TracebackType
from typing import Any, Final, Self

from sqlalchemy import bindparam
from sqlalchemy.ext.asyncio import AsyncConnection

from adapters.outbound.database.dialect import insert_unless_known
from adapters.outbound.database.engine import Database
from adapters.outbound.database.event_repository import WAITING
from adapters.outbound.database.prepared import Prepared
from adapters.outbound.database.schema import events
from adapters.outbound.database.server_clock import NOW
from adapters.outbound.database.transaction import transact
from domain.errors import StorageUnavailableError
from domain.event import Event

LULL_SECONDS: Final = 0.005
"""After which without another event a rush is over."""
_MOST_BYTES: Final = 4_000_000
"""Of bodies in one batch: well below the packet that servers take by default (16 MiB)."""

_COLUMNS: Final = (
    "id",
    "group_id",
    "event_id",
    "type",
    "body",
    "received_at",
    "state",
    "tries",
    "lease_token",
    "claimable_at",
)
_INSERT: Final = {
    dialect: Prepared(insert_unless_known(events, dialect).values({name: bindparam(name) for name in _COLUMNS}))
    for dialect in ("sqlite", "mysql")
}


class _Waiter:
    """An event and whoever waits for it to be on disk."""

    __slots__ = ("event", "stored")

    def __init__(self, event: Event) -> None:
        self.event = event
        self.stored: asyncio.Future[None] = asyncio.get_running_loop().create_future()


class GroupCommitInbox:
    """
    One task takes all events that wait and stores them in one transaction; meanwhile the next ones gather.

    To be entered before use; leaving stores what waits. ``capacity`` bounds the events that wait, ``batch`` those of
    one transaction.
    """

    def __init__(self, database: Database, *, capacity: int = 10_000, batch: int = 500) -> None:
        self._database = database
        self._capacity = capacity
        self._batch = batch
        self._waiting: deque[_Waiter] = deque()
        self._arrived = asyncio.Event()
        self._busy_until = 0.0
        self._is_storing = False
        self._closing = True
        self._task: asyncio.Task[None] | None = None

    async def __aenter__(self) -> Self:
        self._closing = False
        self._task = asyncio.create_task(self._run(), name="event-inbox")
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self._closing = True
        self._arrived.set()
        if self._task is not None:
            try:
                await asyncio.shield(self._task)
            finally:
                self._task.cancel()
                with contextlib.suppress(asyncio.CancelledError):
                    await self._task

    async def store(self, event: Event) -> None:
        """Full or closed, it raises StorageUnavailableError at once. A cancelled caller's event may be stored."""
        if self._closing or len(self._waiting) >= self._capacity:
            raise StorageUnavailableError("the inbox is closed" if self._closing else "the inbox is full")
        waiter = _Waiter(event)
        self._waiting.append(waiter)
        self._note_rush()
        self._arrived.set()
        await waiter.stored

    async def lull(self, *, most: float) -> None:
        now = asyncio.get_running_loop().time
        end = now() + most
        # An event that has just come moves the end of the rush while it is waited for.
        while (rest := min(self._calm_from(), end) - now()) > 0:  # noqa: ASYNC110 - else each arrival would need a timer
            await asyncio.sleep(rest)

    def _note_rush(self) -> None:
        self._busy_until = _a_while_from_now()

    def _calm_from(self) -> float:
        """Not before what has come is stored: who waits for that cannot send more."""
        return _a_while_from_now() if self._is_storing else self._busy_until

    async def _run(self) -> None:
        batch: list[_Waiter] = []
        try:
            while not (self._closing and not self._waiting):
                await self._arrived.wait()
                self._arrived.clear()
                self._is_storing = True
                while batch := self._take():
                    await self._store(batch)
                self._is_storing = False
        finally:
            # Only a cancelled task leaves any behind.
            _fail([*batch, *self._waiting], asyncio.CancelledError())
            self._waiting.clear()

    def _take(self) -> list[_Waiter]:
        batch: list[_Waiter] = []
        size = 0
        while self._waiting and len(batch) < self._batch:
            size += len(self._waiting[0].event.body)
            if batch and size > _MOST_BYTES:
                break
            batch.append(self._waiting.popleft())
        return batch

    async def _store(self, batch: list[_Waiter]) -> None:
        try:
            await self._insert([waiter.event for waiter in batch])
        except StorageUnavailableError as error:
            _fail(batch, error)
        except Exception as error:  # noqa: BLE001 - the task has to outlive whatever is wrong with an event
            if len(batch) == 1:
                _fail(batch, error)
            # One event that the database does not take must not stop the others.
            for waiter in batch if len(batch) > 1 else ():
                await self._store([waiter])
        else:
            # Whoever is told that an event is stored may well send the next.
            self._note_rush()
            for waiter in batch:
                if not waiter.stored.done():
                    waiter.stored.set_result(None)

    async def _insert(self, arrived: list[Event]) -> None:
        # In one order everywhere: two processes that store the same events would deadlock on them otherwise.
        rows = [_values(event) for event in sorted(arrived, key=lambda event: (event.group_id, event.event_id))]

        async def store(connection: AsyncConnection) -> None:
            # Asked for, not said in the insert: MySQL's driver sends rows together only where all they hold is values.
            now = await NOW.value(connection)
            insert = _INSERT[self._database.dialect_name]
            await insert.change_all(connection, [row | {"claimable_at": now} for row in rows])

        await transact(self._database, store)


def _a_while_from_now() -> float:
    return asyncio.get_running_loop().time() + LULL_SECONDS


def _fail(waiters: list[_Waiter], error: BaseException) -> None:
    for waiter in waiters:
        if not waiter.stored.done():
            # One error each: raised in several tasks, a shared one would gather all their tracebacks.
            failure = StorageUnavailableError(*error.args if isinstance(error, StorageUnavailableError) else ())
            failure.__cause__ = error
            waiter.stored.set_exception(failure)


def _values(event: Event) -> dict[str, Any]:
    return {
        "id": event.id,
        "group_id": event.group_id,
        "event_id": event.event_id,
        "type": event.type,
        "body": event.body,
        "received_at": event.received_at,
        "state": WAITING,
        "tries": 0,
        "lease_token": 0,
    }
