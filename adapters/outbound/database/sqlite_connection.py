"""A connection of aiosqlite's that can also be used in place, without its thread."""

import asyncio
import sqlite3
import time
from collections.abc import Callable
from typing import Any, Final, TypeVar

import aiosqlite

T = TypeVar("T")
BUSY_PAUSE: Final = 0.02
"""Seconds between two tries when another process writes."""


class SqliteConnection(aiosqlite.Connection):
    """
    What waits for the disk or may take long runs in the thread; what is short, and waits for nobody, runs in place.

    A trip to the thread and back takes longer than such a statement itself; and where the event loop has much to do,
    the thread waits for the interpreter's lock too, twice for each row.
    """

    def __init__(self, database: str, *, timeout: float, check_same_thread: bool) -> None:
        def connect() -> sqlite3.Connection:
            return sqlite3.connect(database, timeout=timeout, check_same_thread=check_same_thread)

        super().__init__(connect, iter_chunk_size=64)
        # As SQLAlchemy has it with those it makes itself: a thread must not keep the process from ending.
        self._thread.daemon = True
        self._asked = 0
        self._done = 0
        self._changes_before = 0
        self._begin = "BEGIN"
        self._patience = 0.0

    def in_place(self) -> sqlite3.Connection:
        """
        To be used at once, in a transaction of the caller's.

        Raises ValueError when it is closed.
        """
        return self._conn

    def begins_with(self, words: str, *, patience: float) -> None:
        """Set how transactions begin, and for how many seconds another process is waited for."""
        self._begin = words
        self._patience = patience

    async def begin(self) -> None:
        """
        Begin a transaction in place. Raises sqlite3.OperationalError when another process writes for too long.

        SQLite's own patience would keep the whole event loop waiting.
        """
        await self.settle()
        end = time.monotonic() + self._patience
        while not self._has_begun(is_last_try=time.monotonic() > end):  # noqa: ASYNC110 - another process signals nothing
            await asyncio.sleep(BUSY_PAUSE)
        self._changes_before = self._conn.total_changes

    def _has_begun(self, *, is_last_try: bool) -> bool:
        try:
            self._conn.execute(self._begin)
        except sqlite3.OperationalError as error:
            if is_last_try or not is_busy(error):
                raise
            return False
        return True

    async def commit(self) -> None:
        if self._has_nothing_to_write:
            self._conn.commit()
        else:
            await super().commit()

    async def rollback(self) -> None:
        if self._has_nothing_to_write:
            self._conn.rollback()
        else:
            await super().rollback()

    async def settle(self) -> None:
        """
        Wait until the thread has done all that it was asked for.

        Whoever was cancelled while it worked may have left something behind: the end of a transaction, which must not
        become the end of the next.
        """
        if not self._is_settled:
            await self._execute(_nothing)

    @property
    def _is_settled(self) -> bool:
        return self._asked == self._done

    @property
    def _has_nothing_to_write(self) -> bool:
        """The transaction has only read, so nothing has to reach the disk at its end."""
        return self._is_settled and self._conn.total_changes == self._changes_before

    async def _execute(self, fn: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
        self._asked += 1
        ask: Any = super()._execute
        return await ask(self._counted, fn, *args, **kwargs)

    def _counted(self, fn: Callable[..., T], *args: Any, **kwargs: Any) -> T:
        """In the thread, which alone writes this number."""
        try:
            return fn(*args, **kwargs)
        finally:
            self._done += 1


def is_busy(error: sqlite3.Error) -> bool:
    """Another connection is in the way."""
    return error.sqlite_errorcode & 0xFF == sqlite3.SQLITE_BUSY


def _nothing() -> None:
    """It is done after everything else."""
