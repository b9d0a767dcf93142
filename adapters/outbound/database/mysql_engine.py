"""MySQL and MariaDB through asyncmy."""

import asyncio
import time
from typing import Any, Final

import asyncmy
from asyncmy.errors import InternalError, OperationalError
from sqlalchemy import URL, Connection, event
from sqlalchemy.engine import ExceptionContext
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import InvalidatePoolError
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine
from sqlalchemy.pool import ConnectionPoolEntry

from adapters.outbound.database.connection_reset import roll_back_what_is_open
from adapters.outbound.database.database_url import MysqlUrl
from adapters.outbound.database.driver_run import send_put_off_first

_CANNOT_CONNECT = 2003
_RECYCLE_SECONDS = 1_800
FRESH_SECONDS: Final = 1.0
_SESSION = (
    "SET time_zone='+00:00', innodb_lock_wait_timeout=5,"
    " sql_mode='STRICT_ALL_TABLES,NO_ENGINE_SUBSTITUTION,ERROR_FOR_DIVISION_BY_ZERO'"
)
"""Lock waits end before the read timeout, so that the transaction is run again rather than the connection lost."""


def create_mysql_engine(
    target: MysqlUrl,
    *,
    pool_size: int,
    acquire_timeout: float,
    connect_timeout: float,
    read_timeout: float | None,
) -> AsyncEngine:
    """
    ``read_timeout``: after so many seconds the server itself ends a statement; whoever waits has a limit of their own.

    None: statements may take as long as they like, as those of a migration do.
    """
    engine = create_async_engine(
        URL.create("mysql+asyncmy", target.user, None, target.host, target.port, target.name),
        isolation_level="READ COMMITTED",
        pool_size=pool_size,
        max_overflow=0,
        pool_timeout=acquire_timeout,
        pool_reset_on_return=None,
        pool_recycle=_RECYCLE_SECONDS,
        hide_parameters=True,
        connect_args=_connect_arguments(target, connect_timeout=connect_timeout, read_timeout=read_timeout),
    )

    roll_back_what_is_open(engine, is_open=lambda connection: bool(connection.get_transaction_status()))
    _ask_after_a_rest(engine)

    # Not before_cursor_execute: prepared statements tell whoever listens to that, and here would be one for each.
    @event.listens_for(engine.sync_engine, "before_execute")
    def _keep_the_order(connection: Connection, *_statement: object) -> None:
        send_put_off_first(connection)

    @event.listens_for(engine.sync_engine, "handle_error")
    def _judge(context: ExceptionContext) -> None:
        # asyncmy reports a stream out of step as InternalError; such a connection must not be used again.
        if isinstance(context.original_exception, InternalError):
            context.is_disconnect = True

    return engine


def _ask_after_a_rest(engine: AsyncEngine) -> None:
    """
    Ping a connection before it is used if that was not for FRESH_SECONDS, or another was lost since.

    The pool's own way is to ping each time: one trip to the server more in each transaction.
    """
    lost_at = 0.0

    @event.listens_for(engine.sync_engine, "invalidate")
    def _lose(_connection: object, _record: object, _error: object) -> None:
        nonlocal lost_at
        lost_at = time.monotonic()

    @event.listens_for(engine.sync_engine, "checkin")
    def _note(_connection: object, record: ConnectionPoolEntry) -> None:
        record.info["idle_since"] = time.monotonic()

    @event.listens_for(engine.sync_engine, "checkout")
    def _ask(connection: DBAPIConnection, record: ConnectionPoolEntry, _proxy: object) -> None:
        idle_since = record.info.get("idle_since")
        if idle_since is None or idle_since > max(lost_at, time.monotonic() - FRESH_SECONDS):
            return
        try:
            engine.dialect.do_ping(connection)
        except asyncmy.errors.Error as error:
            # The pool goes on with a new one, and takes the others for lost too.
            raise InvalidatePoolError from error


def _connect_arguments(target: MysqlUrl, *, connect_timeout: float, read_timeout: float | None) -> dict[str, Any]:
    async def connect(**arguments: Any) -> Any:
        # In a task of its own: the driver's asyncio.wait_for may take a cancellation meant for whoever connects.
        opening = asyncio.create_task(_open(arguments))
        try:
            # The driver's own limit ends with the TCP handshake: a server that then says nothing would be waited for.
            async with asyncio.timeout(connect_timeout):
                return await asyncio.shield(opening)
        except BaseException as error:
            opening.cancel()
            opening.add_done_callback(_close_unwanted)
            if isinstance(error, TimeoutError):
                raise OperationalError(_CANNOT_CONNECT, "no greeting in time") from error
            raise

    arguments: dict[str, Any] = {
        "async_creator_fn": connect,
        "charset": "utf8mb4",
        # Bytes: as text the driver takes Latin-1 only.
        "password": target.password.encode(),
        "connect_timeout": connect_timeout,
        "init_command": _SESSION if read_timeout is None else f"{_SESSION}{_limit(read_timeout)}",
        "binary_prefix": True,
    }
    # The driver's own read_timeout is never used: it waits with asyncio.wait_for, which before Python 3.12 loses a
    # cancellation that comes together with the data; a worker cancelled at such a moment would go on for ever.
    optional = {"unix_socket": target.unix_socket, "ssl": target.tls}
    return arguments | {name: value for name, value in optional.items() if value is not None}


async def _open(arguments: dict[str, Any]) -> Any:
    try:
        return await asyncmy.connect(**arguments)
    except RuntimeError as error:
        # The driver's word for a socket that the server has closed between the handshake and its options.
        raise OperationalError(_CANNOT_CONNECT, "the connection was cut while it was made") from error


def _close_unwanted(opening: asyncio.Task[Any]) -> None:
    """Whoever wanted the connection has left; that it could not be made is no news either."""
    if not opening.cancelled() and opening.exception() is None:
        opening.result().close()


def _limit(read_timeout: float) -> str:
    """
    End what nobody waits for any more; each server reads only the comment that is meant for it.

    MariaDB also drops a transaction in which nothing was said for half as long: that of a process which stands still (a
    machine that swaps or is moved) keeps its rows locked, its socket being open. MySQL knows no such limit.
    https://mariadb.com/kb/en/transaction-timeouts/
    """
    return (
        f" /*M!100101 , max_statement_time={read_timeout:.3f} */"
        f" /*M!100300 , idle_transaction_timeout={max(1, read_timeout // 2):.0f} */"
        f" /*!50704 , max_execution_time={read_timeout * 1000:.0f} */"
    )
