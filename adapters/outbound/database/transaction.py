"""Whole transactions, run again when they lost a race."""

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
    runs = 0
    while True:
        runs += 1
        try:
            with translated():
                async with database.writing() as connection:
                    return await work(connection)
        except StorageUnavailableError as error:
            if runs == MOST_RUNS or not _is_worth_repeating(error):
                raise
            _log.info("a transaction lost a race (%s) and is run again: run %d of %d", error, runs + 1, MOST_RUNS)
        await asyncio.sleep(delay(runs, first=0.01, most=0.5, spread=secrets.randbelow(_CHANCES) / _CHANCES))


async def read(database: Database, work: Callable[[AsyncConnection], Awaitable[T]]) -> T:
    """The same for what only reads; whatever it writes all the same is undone."""
    with translated():
        async with database.reading() as connection:
            return await work(connection)


def _is_worth_repeating(error: StorageUnavailableError) -> bool:
    return isinstance(error.__cause__, DBAPIError) and is_lost_race(error.__cause__)
