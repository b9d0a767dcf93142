"""The whole database into a file and back, while it is in use."""

from pathlib import Path
from typing import Final

from sqlalchemy import func, insert, literal, select
from sqlalchemy.ext.asyncio import AsyncConnection

from adapters.outbound.database.archive import ArchiveError, ArchiveReader, ArchiveWriter, new_archive, opened_archive
from adapters.outbound.database.engine import Database, open_database
from adapters.outbound.database.failures import translated
from adapters.outbound.database.migrate import check_schema, current_revision, upgrade
from adapters.outbound.database.schema import metadata

BATCH: Final = 500
PATIENCE: Final = 6 * 3600.0
"""Seconds that all of it may take."""


async def back_up(url: str, file: Path) -> dict[str, int]:
    """
    Write every table as it was at one moment; returns how many rows each had.

    Locks nothing and nobody waits: on MySQL it is one REPEATABLE READ snapshot, on SQLite one read transaction beside
    the write-ahead log. Raises ArchiveError, SchemaOutdatedError, StorageUnavailableError, OSError.
    """
    with new_archive(file) as archive:
        async with open_database(url, pool_size=2, read_timeout=PATIENCE) as database:
            await check_schema(database)
            archive.begin(await current_revision(database) or "")
            with translated():
                async with database.snapshot() as connection:
                    await _hold_the_moment(connection)
                    await _write_tables(connection, archive)
        return archive.end()


async def _hold_the_moment(connection: AsyncConnection) -> None:
    """The first read makes the snapshot; it is of a table of ours, as SQLite has none without a table."""
    await connection.execute(select(literal(1)).select_from(metadata.sorted_tables[0]).limit(1))


async def _write_tables(connection: AsyncConnection, archive: ArchiveWriter) -> None:
    for table in metadata.sorted_tables:
        archive.start(table)
        rows = await connection.stream(select(table))
        async for some in rows.partitions(BATCH):
            archive.add(some)


async def restore(url: str, file: Path) -> dict[str, int]:
    """
    Fill an empty database from the file, all of it or nothing; returns how many rows each table got.

    Tables are made where there are none. Raises ArchiveError when there are rows already, or when the file is of
    another schema; SchemaOutdatedError, StorageUnavailableError, OSError.
    """
    with opened_archive(file, metadata.sorted_tables) as archive:
        header = archive.header()
        async with open_database(url, pool_size=2, read_timeout=PATIENCE) as database:
            if await current_revision(database) is None:
                await upgrade(url)
            await check_schema(database)
            revision = await current_revision(database)
            if header.revision != revision:
                raise ArchiveError(f"the backup is of schema {header.revision}, the database of {revision}")
            return await _fill(database, archive)


async def _fill(database: Database, archive: ArchiveReader) -> dict[str, int]:
    written = dict.fromkeys((table.name for table in metadata.sorted_tables), 0)
    with translated():
        async with database.writing() as connection:
            await _refuse_rows(connection)
            for table, rows in archive.batches(BATCH):
                await connection.execute(insert(table), rows)
                written[table.name] += len(rows)
    return written


async def _refuse_rows(connection: AsyncConnection) -> None:
    for table in metadata.sorted_tables:
        if (await connection.execute(select(func.count()).select_from(table))).scalar_one():
            raise ArchiveError(f"the database is not empty: {table.name} has rows")
