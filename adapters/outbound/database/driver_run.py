"""Statements handed to the driver of a connection as they are, with the errors that SQLAlchemy would raise."""

from collections.abc import Awaitable, Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, Final, TypeVar, cast
from weakref import WeakKeyDictionary

from sqlalchemy import Connection, Dialect
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlalchemy.util import await_only

from adapters.outbound.database.asked import Asked, Found, Words
from adapters.outbound.database.joined import join, join_unheard
from adapters.outbound.database.sqlite_connection import SqliteConnection

T = TypeVar("T")
_COMMIT: Final[Words] = ("COMMIT", ())
_asking: Final[set[Connection]] = set()
_put_off: Final[WeakKeyDictionary[Connection, list[Words]]] = WeakKeyDictionary()
"""By transaction: each has a Connection of its own, and what still waits when it is rolled back is gone with it."""


@contextmanager
def asking(connection: AsyncConnection) -> Iterator[bool]:
    """
    What is run on it meanwhile becomes Asked: ``send_asked`` sends it.

    True within another one, whose it is to send: the connection is left as it was found.
    """
    sync = _sync(connection)
    is_within = sync in _asking
    _asking.add(sync)
    try:
        yield is_within
    finally:
        if not is_within:
            _asking.discard(sync)


async def run(connection: AsyncConnection, words: Words, *, fetch: bool) -> Found:
    """With whatever was put off before it."""
    sync = _sync(connection)
    if sync.dialect.name == "sqlite":
        return await _hand_over(connection, [words], lambda driver: _run_in_place(driver, words, fetch=fetch))
    if sync in _asking:
        return await Asked(words, fetch=fetch)
    together = [*_taken(sync), words]
    return await _hand_over(connection, together, lambda driver: _run_on_server(driver, together, fetch=fetch))


async def run_many(connection: AsyncConnection, sql: str, many: list[tuple[Any, ...]]) -> None:
    """Once for each. asyncmy joins the rows of an insert whose every value is named."""
    await send_put_off(connection)
    await _hand_over(connection, [(sql, tuple(many))], lambda driver: _run_all(driver, sql, many))


async def send_asked(connection: AsyncConnection, works: Sequence[Sequence[Asked]]) -> None:
    """
    All in one packet, with whatever was put off before them; then each has what was found.

    Each of the works has its statements in their order; they do not depend on those of others.
    """
    first, joined = _taken(_sync(connection)), join(works)
    statements = [*first, *(each.words for each in joined)]

    async def ask(driver: Any) -> None:
        cursor = await _send(driver, statements)
        for _ in first:
            await cursor.nextset()
        for number, each in enumerate(joined):
            if number:
                await cursor.nextset()
            each.tell((cursor.rowcount, await cursor.fetchall() if each.fetch else ()))

    await _hand_over(connection, statements, ask)


def put_off(connection: AsyncConnection, words: Words) -> None:
    """To be sent to the server in one packet with what comes next in the transaction."""
    _put_off.setdefault(_sync(connection), []).append(words)


def take_put_off(connection: AsyncConnection) -> Sequence[Words]:
    """What waits so far, in its order; whoever takes it sends it, or puts it off again."""
    return _put_off.pop(_sync(connection), ())


async def send_put_off(connection: AsyncConnection) -> None:
    """To the server at once; on SQLite nothing is put off. Raises what SQLAlchemy would of the first that fails."""
    if waiting := _taken(_sync(connection)):
        await _hand_over(connection, waiting, lambda driver: _run_on_server(driver, waiting, fetch=False))


def send_put_off_first(connection: Connection) -> None:
    """The same before a statement that SQLAlchemy runs, in its greenlet."""
    if waiting := _taken(connection):
        driver = connection.connection.driver_connection
        try:
            await_only(_run_on_server(driver, waiting, fetch=False))
        except Exception as error:
            told, is_gone = _told(connection, error, waiting)
            if is_gone:
                connection.invalidate(error)
            raise told from error
        except BaseException:
            connection.invalidate()
            raise


async def begin(connection: AsyncConnection) -> None:
    """On SQLite, where no statement does; on a server the first one has begun it."""
    if connection.dialect.name == "sqlite":
        await _hand_over(connection, [("BEGIN", ())], lambda driver: driver.begin())


async def commit(connection: AsyncConnection) -> None:
    """Also of a transaction that SQLAlchemy knows nothing of, since prepared statements have begun it."""
    if connection.in_transaction():
        await send_put_off(connection)
        await connection.commit()
    elif connection.dialect.name == "sqlite":
        await _hand_over(connection, [_COMMIT], lambda driver: driver.commit())
    else:
        await run(connection, _COMMIT, fetch=False)
        # asyncmy takes over a status only where it is not 0, which it is with nothing open: the pool would roll back.
        driver: Any = _sync(connection).connection.driver_connection
        driver.server_status = 0


def as_sqlalchemy_tells(error: Exception, sql: str, dialect: Dialect, *, is_gone: bool = False) -> DBAPIError:
    """
    The driver's error in SQLAlchemy's words, to be raised from it: its own kind of DBAPIError, without parameters.

    ``is_gone``: the connection it came of cannot be used any more.
    """
    driver: Any = dialect.loaded_dbapi
    told = DBAPIError.instance(
        sql, None, error, driver.Error, hide_parameters=True, connection_invalidated=is_gone, dialect=dialect
    )
    return cast("DBAPIError", told)


def _sync(connection: AsyncConnection) -> Connection:
    return cast("Connection", connection.sync_connection)


def _taken(connection: Connection) -> Sequence[Words]:
    waiting = _put_off.pop(connection, None)
    return join_unheard(waiting) if waiting else ()


async def _hand_over(
    connection: AsyncConnection, statements: Sequence[Words], work: Callable[[Any], Awaitable[T]]
) -> T:
    """``work`` is given the driver's own connection."""
    sync = _sync(connection)
    # Whoever listens to the engine's statements hears of these too.
    if heard := sync.dispatch.before_cursor_execute:
        for sql, arguments in statements:
            heard(sync, None, sql, arguments, None, False)
    try:
        return await work(sync.connection.driver_connection)
    except Exception as error:
        told, is_gone = _told(sync, error, statements)
        if is_gone:
            await connection.invalidate(error)
        raise told from error
    except BaseException:
        # Cancelled in the middle: what the server is going to say belongs to nobody.
        await connection.invalidate()
        raise


async def _run_on_server(driver: Any, statements: Sequence[Words], *, fetch: bool) -> Found:
    """What comes of the last of them."""
    cursor = await _send(driver, statements)
    for _ in statements[1:]:
        await cursor.nextset()
    return cursor.rowcount, await cursor.fetchall() if fetch else ()


async def _send(driver: Any, statements: Sequence[Words]) -> Any:
    """
    The cursor, at what came of the first of them.

    In one packet, for which asyncmy always asks (CLIENT_MULTI_STATEMENTS); the server stops at the first that fails.
    """
    cursor = driver.cursor()
    if len(statements) == 1:
        await cursor.execute(*statements[0])
    else:
        await cursor.execute(";".join([cursor.mogrify(*each) for each in statements]))
    return cursor


async def _run_in_place(driver: SqliteConnection, words: Words, *, fetch: bool) -> Found:
    cursor = driver.in_place().execute(*words)
    return cursor.rowcount, cursor.fetchall() if fetch else ()


async def _run_all(driver: Any, sql: str, many: list[tuple[Any, ...]]) -> None:
    if isinstance(driver, SqliteConnection):
        driver.in_place().executemany(sql, many)
    else:
        await driver.cursor().executemany(sql, many)


def _told(connection: Connection, error: Exception, statements: Sequence[Words]) -> tuple[Exception, bool]:
    """The error as SQLAlchemy tells it, and whether the connection cannot be used any more."""
    dialect = connection.dialect
    driver: Any = dialect.loaded_dbapi
    if isinstance(error, AttributeError) and dialect.name == "mysql":
        # asyncmy's, when its connection was closed under it.
        error = driver.InternalError("the connection is gone")
    if not isinstance(error, driver.Error):
        return error, False
    # A stream out of step, which asyncmy reports as InternalError, is no better than one that is gone.
    is_gone = dialect.is_disconnect(error, None, None) or isinstance(error, getattr(driver, "InternalError", ()))
    words = "; ".join(sql for sql, _ in statements)
    return as_sqlalchemy_tells(error, words, dialect, is_gone=is_gone), is_gone
