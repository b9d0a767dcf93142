"""The database's clock, which leases and deadlines go by."""

from datetime import datetime

from sqlalchemy import select

from adapters.outbound.database.dialect import database_time
from adapters.outbound.database.engine import Database
from adapters.outbound.database.failures import translated


async def read_clock(database: Database) -> datetime:
    """Aware, in UTC. Raises StorageUnavailableError."""
    with translated():
        async with database.reading() as connection:
            return (await connection.execute(select(database_time()))).scalar_one()
