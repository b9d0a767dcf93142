"""
SQLite through aiosqlite.

One connection writes, others read: with the write-ahead log readers wait for nobody. ``synchronous=FULL`` because an
acknowledged event has to outlive a power cut: with NORMAL the log is not synced at the commit.
"""

import asyncio
import sqlite3
import time
from collections.abc import Callable
from functools import partial
from typing import Any, Final

from sqlalchemy import URL, Connection, event
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine
from sqlalchemy.util import await_only

from adapters.outbound.database.connection_reset import roll_back_what_is_open
from adapters.outbound.database.database_url import DatabaseUrlError, SqliteUrl

BUSY_SECONDS: Final = 2.0
"""How long to wait for another process, such as a command beside the server."""
_BUSY_PAUSE = 0.02
_WRITER = (
    "PRAGMA journal_mode=WAL",
    "PRAGMA synchronous=FULL",
    "PRAGMA foreign_keys=ON",
    "PRAGMA journal_size_limit=67108864",
)
_READER = ("PRAGMA query_only=ON",)


def create_sqlite_engines(
    target: SqliteUrl, *, readers: int, acquire_timeout: float, busy_seconds: float
) -> tuple[AsyncEngine, AsyncEngine]:
    """
    The engine that writes, with its single connection, and the one that reads.

    ``busy_seconds`` is how long the one that writes waits for another process that does.
    """
    try:
        target.path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise DatabaseUrlError(f"no folder for {target.path}: {error.strerror}") from error
    writer = _engine(
        target, size=1, acquire_timeout=acquire_timeout, begin="BEGIN IMMEDIATE", pragmas=_WRITER, busy=busy_seconds
    )
    reader = _engine(
        target, size=readers, acquire_timeout=acquire_timeout, begin="BEGIN", pragmas=_READER, busy=BUSY_SECONDS
    )
    return writer, reader


def _engine(
    target: SqliteUrl, *, size: int, acquire_timeout: float, begin: str, pragmas: tuple[str, ...], busy: float
) -> AsyncEngine:
    engine = create_async_engine(
        URL.create("sqlite+aiosqlite", database=str(target.path)),
        pool_size=size,
        max_overflow=0,
        pool_timeout=acquire_timeout,
        pool_reset_on_return=None,
        hide_parameters=True,
        connect_args={"timeout": busy},
    )

    roll_back_what_is_open(engine, is_open=lambda connection: bool(connection.in_transaction))

    @event.listens_for(engine.sync_engine, "connect")
    def _prepare(connection: Any, _record: object) -> None:
        # The driver's own way of beginning transactions comes too late and spares reads: we begin ourselves.
        connection.isolation_level = None
        cursor = connection.cursor()
        for pragma in pragmas:
            _patiently(partial(cursor.execute, pragma), seconds=busy)
        cursor.close()

    @event.listens_for(engine.sync_engine, "begin")
    def _begin(connection: Connection) -> None:
        connection.exec_driver_sql(begin)

    return engine


def _patiently(work: Callable[[], object], *, seconds: float) -> None:
    """
    Do it when no other connection is in the way.

    SQLite's own patience does not hold for the change to the write-ahead log, which two processes that open a new
    file begin at once (sqlite.org/c3ref/busy_handler.html: it may not be called, to avoid a deadlock).
    """
    end = time.monotonic() + seconds
    while True:
        try:
            work()
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode != sqlite3.SQLITE_BUSY or time.monotonic() > end:
                raise
            await_only(asyncio.sleep(_BUSY_PAUSE))
        else:
            return
