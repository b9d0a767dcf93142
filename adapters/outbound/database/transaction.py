"""Whole transactions, run again when they lost a race or their connection."""

import asyncio
import logging
import secrets
from collections.abc import Awaitable, Callable
from typing import Final, TypeVar

from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncConnection

from adapters.outbound.database.engine import Database
from adapters.outbound.database.failures import is_lost_race, translated
from domain.backoff import delay
from domain.errors import StorageUnavailableError

T = TypeVar("T")
MOST_RUNS: Final = 6
"""Once, and five times more."""
_CHANCES: Final = 1_000_000
_log = logging.getLogger("otklik.database")


async def transact(database: Database, work: Callable[[AsyncConnection], Awaitable[T]]) -> T:
    """Raises StorageUnavailableError when the database is in trouble; what ``work`` raises passes through."""
    is_done = False

    async def run() -> T:
        nonlocal is_done
        is_done = False
        async with database.writing() as connection:
            result = await work(connection)
            is_done = True
            return result

    # Whether a connection was lost before its commit or after it, nobody can tell: such a run is not repeated.
    return await _repeated(run, is_worth_it=lambda error: is_lost_race(error) or (_is_cut(error) and not is_done))


async def read(database: Database, work: Callable[[AsyncConnection], Awaitable[T]]) -> T:
    """The same for what only reads; whatever it writes all the same is undone."""

    async def run() -> T:
        async with database.reading() as connection:
            return await work(connection)

    return await _repeated(run, is_worth_it=_is_cut)


async def _repeated(run: Callable[[], Awaitable[T]], *, is_worth_it: Callable[[DBAPIError], bool]) -> T:
    runs = 0
    while True:
        runs += 1
        try:
            with translated():
                return await run()
        except StorageUnavailableError as error:
            cause = error.__cause__
            if runs == MOST_RUNS or not (isinstance(cause, DBAPIError) and is_worth_it(cause)):
                raise
            _log.info(
                "a transaction lost a race or its connection (%s) and is run again: run %d of %d",
                error,
                runs + 1,
                MOST_RUNS,
            )
        await asyncio.sleep(delay(runs, first=0.01, most=0.5, spread=secrets.randbelow(_CHANCES) / _CHANCES))


def _is_cut(error: DBAPIError) -> bool:
    """The connection was lost under it."""
    return error.connection_invalidated
