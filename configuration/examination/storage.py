"""Where things are kept: the database, Redis, folders."""

import shutil
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from redis.asyncio import Redis
from redis.exceptions import RedisError
from sqlalchemy import text

from adapters.outbound.database.database_url import DatabaseUrlError
from adapters.outbound.database.engine import Database, open_database
from adapters.outbound.database.failures import translated
from adapters.outbound.database.migrate import SchemaOutdatedError, check_schema, current_revision
from adapters.outbound.database.server_clock import read_clock
from adapters.outbound.file_log import LogDirectoryError, check_writable
from configuration.examination.verdict import Verdict, bad, doubtful, good
from configuration.settings import Settings
from domain.errors import StorageUnavailableError

FARTHEST: Final = 2.0
"""Seconds between our clock and the database's; log lines and rows could not be matched beyond it."""

LEAST_FREE: Final = 200
"""Megabytes."""

_PATIENCE: Final = 5.0
_MEGABYTE: Final = 1_000_000


async def examine_database(settings: Settings) -> AsyncIterator[Verdict]:
    """Its version and schema, and its clock."""
    try:
        async with open_database(settings.database_url) as database:
            yield await _schema(settings, database)
            yield _clock((datetime.now(UTC) - await read_clock(database)).total_seconds())
    except DatabaseUrlError as error:
        yield bad("database", "database_url", problem=error)
    except StorageUnavailableError:
        yield bad("database", "database_away")
        yield doubtful("clock", "clock_unknown")


async def _schema(settings: Settings, database: Database) -> Verdict:
    try:
        await check_schema(database)
    except SchemaOutdatedError as error:
        if settings.is_embedded and not error.is_foreign:
            return good("database", "database_new")
        return bad("database", "database_schema", problem=error)
    kind, version = await _version(database)
    return good(
        "database", "database_good", kind=kind, version=version, revision=await current_revision(database) or ""
    )


async def _version(database: Database) -> tuple[str, str]:
    asked = "SELECT VERSION()" if database.dialect_name == "mysql" else "SELECT sqlite_version()"
    with translated():
        async with database.reading() as connection:
            version = str((await connection.execute(text(asked))).scalar_one())
    if database.dialect_name != "mysql":
        return "SQLite", version
    return ("MariaDB" if "mariadb" in version.lower() else "MySQL"), version.partition("-")[0]


def _clock(seconds: float) -> Verdict:
    if abs(seconds) > FARTHEST:
        return doubtful("clock", "clock_off", seconds=f"{seconds:.1f}")
    return good("clock", "clock_good", seconds=f"{abs(seconds):.1f}")


async def examine_redis(settings: Settings) -> AsyncIterator[Verdict]:
    """Its absence is waited for: the server works on."""
    if settings.redis_url is None:
        yield good("redis", "redis_off")
        return
    try:
        redis = Redis.from_url(settings.redis_url, socket_timeout=_PATIENCE, socket_connect_timeout=_PATIENCE)
        async with redis:
            await redis.ping()
    except (RedisError, OSError, ValueError) as error:
        # Only its kind: the text may name the address with its password.
        yield doubtful("redis", "redis_away", problem=type(error).__name__)
    else:
        yield good("redis", "redis_good")


async def examine_folders(settings: Settings) -> AsyncIterator[Verdict]:
    yield _folder("logs", "LOG_DIR", settings.log_dir)
    if settings.transcript_dir is not None:
        yield _folder("transcripts", "TRANSCRIPT_DIR", settings.transcript_dir)


def _folder(part: str, name: str, folder: Path) -> Verdict:
    try:
        check_writable(folder, name)
        free = shutil.disk_usage(folder).free // _MEGABYTE
    except LogDirectoryError as error:
        return bad(part, "disk_bad", problem=error, name=name)
    found = doubtful if free < LEAST_FREE else good
    return found(part, "disk_low" if free < LEAST_FREE else "disk_good", folder=folder, free=free)
