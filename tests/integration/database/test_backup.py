import asyncio
import gzip
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from adapters.outbound.database.archive import ArchiveError
from adapters.outbound.database.backup import back_up, restore
from adapters.outbound.database.engine import Database, open_database
from adapters.outbound.database.schema import accounts, ledger_entries, metadata
from domain.errors import OtklikError
from tests.factories import MOMENT
from tests.integration.database.filling import ACCOUNT, fill

MOVES = 200


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "otklik.backup"


@pytest.fixture(params=["new_sqlite_url", "mariadb_url"], ids=["into sqlite", "into mariadb"])
def empty_url(request: pytest.FixtureRequest) -> str:
    url: str = request.getfixturevalue(request.param)
    return url


@pytest.fixture
def new_sqlite_url(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path}/restored.db"


async def contents(url: str) -> dict[str, list[Any]]:
    async with open_database(url) as database, database.reading() as connection:
        return {
            table.name: sorted((await connection.execute(select(table))).all(), key=repr)
            for table in metadata.sorted_tables
        }


async def test_gives_everything_back_in_both_kinds_of_database(
    database: Database, database_url: str, empty_url: str, file: Path
) -> None:
    async with database.writing() as connection:
        await fill(connection)

    written = await back_up(database_url, file)
    restored = await restore(empty_url, file)

    assert written == restored
    assert written["events"] == 3_000
    assert await contents(empty_url) == await contents(database_url)
    assert mode(file) == 0o600


def mode(file: Path) -> int:
    return file.stat().st_mode & 0o777


def content(file: Path) -> bytes:
    return file.read_bytes()


def rewrite(file: Path, change: Callable[[bytes], bytes]) -> None:
    file.write_bytes(change(file.read_bytes()))


def replaced(packed: bytes, old: bytes, new: bytes) -> bytes:
    whole = gzip.decompress(packed)
    assert old in whole
    return gzip.compress(whole.replace(old, new))


def cut(packed: bytes, kept: float) -> bytes:
    return packed[: int(len(packed) * kept) if 0 < kept < 1 else int(kept)]


def names(folder: Path) -> set[str]:
    return {each.name for each in folder.iterdir()}


async def test_is_of_one_moment_while_money_moves(
    database: Database, database_url: str, new_sqlite_url: str, file: Path
) -> None:
    """Each transaction books an entry and moves the balance: a backup between the two would be off."""
    async with database.writing() as connection:
        await connection.execute(insert(accounts), [account()])
    moving = asyncio.create_task(move(database))
    while not await booked(database):
        await asyncio.sleep(0.01)

    await back_up(database_url, file)
    await moving
    await restore(new_sqlite_url, file)

    async with open_database(new_sqlite_url) as copy, copy.reading() as connection:
        assert (await balance(connection)) == (await entries(connection))
        assert 0 < (await entries(connection)) <= MOVES


def account() -> dict[str, Any]:
    return {"key": ACCOUNT, "balance_kopecks": 0, "held_kopecks": 0, "day": MOMENT.date(), "day_used_kopecks": 0}


async def move(database: Database) -> None:
    for number in range(MOVES):
        async with database.writing() as connection:
            entry = {"account": ACCOUNT, "kind": "top_up", "amount_kopecks": 1, "key": f"k{number}", "at": MOMENT}
            await connection.execute(insert(ledger_entries), [entry | {"author": "a", "reason": "r"}])
            await connection.execute(update(accounts).values(balance_kopecks=accounts.c.balance_kopecks + 1))


async def booked(database: Database) -> int:
    async with database.reading() as connection:
        return await entries(connection)


async def entries(connection: AsyncConnection) -> int:
    return int((await connection.execute(select(func.count()).select_from(ledger_entries))).scalar_one())


async def balance(connection: AsyncConnection) -> int:
    return int((await connection.execute(select(accounts.c.balance_kopecks))).scalar_one())


class TestRefusals:
    @pytest.fixture
    async def backup(self, sqlite_url: str, file: Path) -> Path:
        async with open_database(sqlite_url) as database, database.writing() as connection:
            await connection.execute(insert(accounts), [account()])
        await back_up(sqlite_url, file)
        return file

    async def test_leaves_a_file_that_is_there_alone(self, sqlite_url: str, backup: Path) -> None:
        before = content(backup)

        with pytest.raises(ArchiveError, match="is there already"):
            await back_up(sqlite_url, backup)

        assert content(backup) == before

    async def test_leaves_no_half_of_a_file_behind(self, tmp_path: Path) -> None:
        with pytest.raises(Exception, match="otklik migrate"):
            await back_up(f"sqlite:///{tmp_path}/new.db", tmp_path / "backup")

        assert "backup" not in "".join(names(tmp_path))

    async def test_restores_into_nothing_that_has_rows(self, sqlite_url: str, backup: Path) -> None:
        with pytest.raises(ArchiveError, match="not empty: accounts"):
            await restore(sqlite_url, backup)

    @pytest.mark.parametrize(
        ("old", "new"),
        [
            (b'"revision":"0', b'"revision":"x'),
            (b'"format":1', b'"format":2'),
            (b'"name":"accounts"', b'"name":"others"'),
            (b'"accounts":1', b'"accounts":2'),
            (b'"an account",0', b'"an account","zero"'),
            (b"{", b"!"),
        ],
    )
    async def test_restores_all_or_nothing(self, new_sqlite_url: str, backup: Path, old: bytes, new: bytes) -> None:
        rewrite(backup, lambda packed: replaced(packed, old, new))

        with pytest.raises(OtklikError):
            await restore(new_sqlite_url, backup)

        await self._is_left_empty(new_sqlite_url)

    @pytest.mark.parametrize("kept", [0, 1, 20, 0.5, -9])
    async def test_knows_a_file_that_was_cut_off(self, new_sqlite_url: str, backup: Path, kept: float) -> None:
        rewrite(backup, lambda packed: cut(packed, kept))

        with pytest.raises(ArchiveError):
            await restore(new_sqlite_url, backup)

        await self._is_left_empty(new_sqlite_url)

    @staticmethod
    async def _is_left_empty(url: str) -> None:
        async with open_database(url) as database, database.reading() as connection:
            names = await connection.run_sync(lambda sync: sync.dialect.get_table_names(sync))
            if accounts.name in names:
                assert (await connection.execute(select(func.count()).select_from(accounts))).scalar_one() == 0
