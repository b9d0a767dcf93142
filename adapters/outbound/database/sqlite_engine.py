"""
SQLite through aiosqlite.

One connection writes, others read: with the write-ahead log readers wait for nobody. ``synchronous=FULL`` because an
acknowledged event has to outlive a power cut: with NORMAL the log is not synced at the commit.

Transactions begin in place, and statements of the hot path run there (decision 15); the rest, and every commit, which
waits for the disk, is the thread's.
"""

import asyncio
import sqlite3
import time
from collections.abc import Callable
from functools import partial
from typing import Any, Final, cast

from sqlalchemy import URL, Connection, event
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine
from sqlalchemy.util import await_only

from adapters.outbound.database.connection_reset import roll_back_what_is_open
from adapters.outbound.database.database_url import DatabaseUrlError, SqliteUrl
from adapters.outbound.database.driver_run import as_sqlalchemy_tells
from adapters.outbound.database.sqlite_connection import BUSY_PAUSE, SqliteConnection, is_busy

BUSY_SECONDS: Final = 2.0
"""How long to wait for another process, such as a command beside the server."""
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
    # Who reads waits for nobody, unless another process is just reading the log that a crash has left.
    writer = _engine(target, size=1, wait=acquire_timeout, busy=0.0)
    _prepare_each(writer, begin="BEGIN IMMEDIATE", pragmas=_WRITER, patience=busy_seconds)
    reader = _engine(target, size=readers, wait=acquire_timeout, busy=BUSY_SECONDS)
    _prepare_each(reader, begin="BEGIN", pragmas=_READER, patience=BUSY_SECONDS)
    return writer, reader


def _engine(target: SqliteUrl, *, size: int, wait: float, busy: float) -> AsyncEngine:
    engine = create_async_engine(
        URL.create("sqlite+aiosqlite", database=str(target.path)),
        pool_size=size,
        max_overflow=0,
        pool_timeout=wait,
        pool_reset_on_return=None,
        hide_parameters=True,
        connect_args={"timeout": busy, "async_creator_fn": SqliteConnection},
    )

    roll_back_what_is_open(engine, is_open=lambda connection: bool(connection.in_transaction))
    return engine


def _prepare_each(engine: AsyncEngine, *, begin: str, pragmas: tuple[str, ...], patience: float) -> None:
    """Each connection when it is opened, each transaction when it begins."""

    @event.listens_for(engine.sync_engine, "connect")
    def _prepare(connection: Any, _record: object) -> None:
        # The driver's own way of beginning transactions comes too late and spares reads: we begin ourselves.
        connection.isolation_level = None
        cursor = connection.cursor()
        for pragma in pragmas:
            _patiently(partial(cursor.execute, pragma), seconds=patience)
        cursor.close()

        connection.driver_connection.begins_with(begin, patience=patience)

    @event.listens_for(engine.sync_engine, "begin")
    def _begin(connection: Connection) -> None:
        driver = cast("SqliteConnection", connection.connection.driver_connection)
        if driver.in_transaction:
            # By ``Database``: SQLAlchemy only notices it now.
            return
        try:
            await_only(driver.begin())
        except sqlite3.Error as error:
            raise as_sqlalchemy_tells(error, begin, connection.dialect) from error


def _patiently(work: Callable[[], object], *, seconds: float) -> None:
    """
    Do it when no other connection is in the way.

    SQLite's own patience does not hold for the change to the write-ahead log, which two processes that open a new file
    begin at once (sqlite.org/c3ref/busy_handler.html: it may not be called, to avoid a deadlock).
    """
    end = time.monotonic() + seconds
    while True:
        try:
            work()
        except sqlite3.OperationalError as error:
            if not is_busy(error) or time.monotonic() > end:
                raise
            await_only(asyncio.sleep(BUSY_PAUSE))
        else:
            return
