import asyncio
import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, column, insert, inspect, select, table, text

from adapters.outbound.database import migrate
from adapters.outbound.database.engine import Database, open_database
from adapters.outbound.database.schema import metadata, notifications, person_days
from domain.errors import StorageUnavailableError
from tests.factories import TODAY, make_id
from tests.integration.services.mariadb import MariaDbServer

SCRIPTS = ScriptDirectory(str(Path(migrate.__file__).parents[3] / "migrations"))
REVISIONS = [script.revision for script in reversed(list(SCRIPTS.walk_revisions()))]
"""Oldest first."""
HEAD = REVISIONS[-1]


@pytest.fixture
def empty_sqlite_url(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path / 'a folder' / 'that is missing' / 'new.db'}"


@pytest.fixture(params=["empty_sqlite_url", "mariadb_url"], ids=["sqlite", "mariadb"])
def empty_url(request: pytest.FixtureRequest) -> str:
    url: str = request.getfixturevalue(request.param)
    return url


@pytest.fixture
async def empty_database(empty_url: str) -> AsyncIterator[Database]:
    async with open_database(empty_url) as database:
        yield database


def is_ours(name: str | None, *_where: object) -> bool:
    """SQLite's index of words is made of tables of its own."""
    return name is None or not name.startswith("knowledge_index")


def differences(connection: Connection) -> list[Any]:
    def is_compared(_thing: object, name: str | None, *_what: object) -> bool:
        return connection.dialect.name == "mysql" or not str(name).startswith("ft_")

    options = {"include_name": is_ours, "include_object": is_compared}
    return list(compare_metadata(MigrationContext.configure(connection, opts=options), metadata))


def tables(connection: Connection) -> list[str]:
    return sorted(name for name in inspect(connection).get_table_names() if is_ours(name) and name != "alembic_version")


def checks(connection: Connection) -> list[str]:
    return sorted(str(check["name"]) for check in inspect(connection).get_check_constraints("accounts"))


async def test_makes_the_tables_of_the_schema_when_run_on_nothing(empty_url: str, empty_database: Database) -> None:
    await migrate.upgrade(empty_url)

    async with empty_database.reading() as connection:
        assert await connection.run_sync(differences) == []
        assert await connection.run_sync(tables) == sorted(metadata.tables)
        assert await connection.run_sync(checks) == ["ck_accounts_available", "ck_accounts_balance", "ck_accounts_held"]
    await migrate.check_schema(empty_database)


async def test_makes_what_the_schema_says_to_the_letter_when_on_mariadb(
    mariadb_url: str, mariadb: MariaDbServer
) -> None:
    async def as_made(url: str) -> dict[str, list[str]]:
        async with open_database(url) as database, database.reading() as connection:
            made = [(await connection.execute(text(f"SHOW CREATE TABLE {name}"))).one() for name in metadata.tables]
        # Without the comma: a column that a later revision adds stands last.
        return {name: sorted(line.strip(" ,") for line in statement.splitlines()) for name, statement in made}

    plain_name = mariadb.create_database()
    async with open_database(mariadb.url(plain_name)) as database, database.writing() as connection:
        await connection.run_sync(metadata.create_all)
    await migrate.upgrade(mariadb_url)

    assert await as_made(mariadb_url) == await as_made(mariadb.url(plain_name))
    mariadb.drop_database(plain_name)


async def test_comes_back_to_the_same_when_every_step_is_walked_up_down_up(
    empty_url: str, empty_database: Database
) -> None:
    for below, revision in zip(["base", *REVISIONS], REVISIONS, strict=False):
        await migrate.upgrade(empty_url, revision=revision)
        await migrate.downgrade(empty_url, revision=below)
        await migrate.upgrade(empty_url, revision=revision)

    async with empty_database.reading() as connection:
        assert await connection.run_sync(differences) == []
    await migrate.downgrade(empty_url, revision="base")
    async with empty_database.reading() as connection:
        assert await connection.run_sync(tables) == []


async def test_changes_nothing_when_run_again(empty_url: str, empty_database: Database) -> None:
    await migrate.upgrade(empty_url)
    async with empty_database.writing() as connection:
        row = {"person_id": make_id(), "day": TODAY, "answers": 1}
        await connection.execute(insert(person_days).values(row))

    await migrate.upgrade(empty_url)

    async with empty_database.reading() as connection:
        assert (await connection.execute(text("SELECT count(*) FROM person_days"))).scalar_one() == 1


async def test_runs_once_when_several_start_it_together(empty_url: str, empty_database: Database) -> None:
    await asyncio.gather(*(migrate.upgrade(empty_url) for _ in range(4)))

    await migrate.check_schema(empty_database)


async def test_goes_on_when_an_earlier_run_was_interrupted(mariadb_url: str) -> None:
    async with open_database(mariadb_url) as database:
        await migrate.upgrade(mariadb_url)
        async with database.writing() as connection:
            # As if killed half way: what came last is missing, and the revision was not noted.
            for statement in (
                "DELETE FROM alembic_version",
                "DROP TABLE ledger_entries",
                "DROP TABLE holds",
                "DROP INDEX ix_turns_claimable_at ON turns",
            ):
                await connection.execute(text(statement))

        await migrate.upgrade(mariadb_url)

        async with database.reading() as connection:
            assert await connection.run_sync(differences) == []


async def test_sorts_what_waits_into_lanes_when_the_outbox_gets_them(empty_url: str, empty_database: Database) -> None:
    await migrate.upgrade(empty_url, revision="0002")
    conversation = make_id()
    payloads = [
        json.dumps({"id_lastResponses": ["1"], "responses": [{"conversation_id": str(conversation)}]}),
        json.dumps({"responses": []}),
        json.dumps({"code": 5}),
    ]
    rows = [
        {"id": make_id().bytes, "key": f"key {number}".encode(), "type": "t", "payload": payload, "tries": 0}
        | {"created_at": "2026-07-01 09:00:00", "state": "pending", "lease_token": 0}
        for number, payload in enumerate(payloads)
    ]
    outbox = table("notifications", *(column(name) for name in rows[0]))
    async with empty_database.writing() as connection:
        await connection.execute(insert(outbox), rows)

    await migrate.upgrade(empty_url)

    async with empty_database.reading() as connection:
        lanes = await connection.execute(select(notifications.c.lane).order_by(notifications.c.position))
        assert list(lanes.scalars()) == [conversation, UUID(int=0), UUID(int=0)]


async def test_finds_its_scripts_when_started_elsewhere(
    empty_url: str, empty_database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)

    await migrate.upgrade(empty_url)

    assert await migrate.current_revision(empty_database) == HEAD


async def test_names_both_revisions_when_the_schema_is_outdated(empty_url: str, empty_database: Database) -> None:
    with pytest.raises(migrate.SchemaOutdatedError) as none:
        await migrate.check_schema(empty_database)
    assert (none.value.found, none.value.wanted) == (None, HEAD)

    await migrate.upgrade(empty_url)
    async with empty_database.writing() as connection:
        await connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))

    with pytest.raises(migrate.SchemaOutdatedError, match=f"9999.*{HEAD}.*newer program"):
        await migrate.check_schema(empty_database)
    with pytest.raises(migrate.SchemaOutdatedError, match="9999"):
        await migrate.upgrade(empty_url)


async def test_raises_when_the_server_does_not_answer() -> None:
    with pytest.raises(StorageUnavailableError):
        await migrate.upgrade("mysql://somebody:secret@127.0.0.1:9/otklik")


async def test_leaves_no_warning_in_the_log_when_run(empty_url: str, caplog: pytest.LogCaptureFixture) -> None:
    await migrate.upgrade(empty_url)

    assert [record for record in caplog.records if record.name == "asyncmy"] == []
