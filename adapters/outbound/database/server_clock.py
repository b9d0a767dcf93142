"""The database's clock, which leases and deadlines go by."""

from datetime import datetime
from typing import Final

from sqlalchemy import select

from adapters.outbound.database.dialect import database_time
from adapters.outbound.database.engine import Database
from adapters.outbound.database.failures import translated
from adapters.outbound.database.prepared import Prepared

NOW: Final = Prepared(select(database_time().label("now")))
"""One row: the database's clock."""


async def read_clock(database: Database) -> datetime:
    """Aware, in UTC. Raises StorageUnavailableError."""
    with translated():
        async with database.reading() as connection:
            now: datetime = await NOW.value(connection)
            return now
