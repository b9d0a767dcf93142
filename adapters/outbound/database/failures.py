"""What a driver's error means to us."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final

from sqlalchemy.exc import (
    DatabaseError,
    DBAPIError,
    IntegrityError,
    InterfaceError,
    InternalError,
    OperationalError,
    SQLAlchemyError,
)
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

from domain.errors import StorageUnavailableError

_DUPLICATE_KEY: Final = {
    1062,  # ER_DUP_ENTRY
    sqlite3.SQLITE_CONSTRAINT_UNIQUE,
    sqlite3.SQLITE_CONSTRAINT_PRIMARYKEY,
    sqlite3.SQLITE_CONSTRAINT_ROWID,
}
_LOST_RACE: Final = {
    1205,  # ER_LOCK_WAIT_TIMEOUT
    1213,  # ER_LOCK_DEADLOCK
    1020,  # ER_CHECKREAD: MariaDB, the row has changed since it was read
    9007,  # TiDB: write conflict
}
_CHECK_VIOLATED: Final = {
    3819,  # MySQL: ER_CHECK_CONSTRAINT_VIOLATED
    4025,  # MariaDB: ER_CONSTRAINT_FAILED
}
"""asyncmy takes them for operational."""
_SQLITE_BUSY: Final = {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}


@contextmanager
def translated() -> Iterator[None]:
    """
    Raise the database's trouble as StorageUnavailableError.

    Whatever else a driver reports is a fault of ours and stays what it is.
    """
    try:
        yield
    except SQLAlchemyError as error:
        if _is_trouble(error):
            raise StorageUnavailableError(describe(error)) from error
        raise


def code(error: DBAPIError) -> int | None:
    """The server's error number, or SQLite's extended result code."""
    origin: Any = error.orig
    if isinstance(origin, sqlite3.Error):
        return getattr(origin, "sqlite_errorcode", None)
    given = origin.args[0] if origin is not None and origin.args else None
    return given if isinstance(given, int) else None


def is_duplicate_key(error: IntegrityError) -> bool:
    return code(error) in _DUPLICATE_KEY


def is_lost_race(error: DBAPIError) -> bool:
    """A deadlock, a lock timeout, a busy file: the same transaction may well succeed if it is run again."""
    number = code(error)
    if number is None:
        return False
    if isinstance(error.orig, sqlite3.Error):
        return number & 0xFF in _SQLITE_BUSY
    return number in _LOST_RACE


def describe(error: Exception) -> str:
    """Safe to log: no statement, no value, no host."""
    number = code(error) if isinstance(error, DBAPIError) else None
    return type(error).__name__ if number is None else f"{type(error).__name__} {number}"


def _is_trouble(error: SQLAlchemyError) -> bool:
    if isinstance(error, DBAPIError) and code(error) in _CHECK_VIOLATED:
        return False
    # The bare class, of which most others are kinds, is what SQLite says of a file that is broken.
    return type(error) is DatabaseError or isinstance(
        error, OperationalError | InterfaceError | InternalError | PoolTimeoutError
    )
