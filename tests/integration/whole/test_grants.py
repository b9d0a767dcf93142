"""A server whose database user has the rights of ``deploy/mysql-grants.sql`` and no others."""

import re
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import OperationalError

from adapters.outbound.database.database_url import MysqlUrl, parse_database_url
from adapters.outbound.database.engine import open_database
from adapters.outbound.database.schema import metadata
from tests.integration.services.mariadb import RESTRICTED_USER, USER, MariaDbServer
from tests.integration.whole.conftest import OpenHouse
from tests.integration.whole.sandbox_client import SandboxClient

GRANTS = (Path(__file__).parents[3] / "deploy/mysql-grants.sql").read_text(encoding="utf-8")

on_mariadb = pytest.mark.parametrize("database_url", ["mariadb"], indirect=True)


@pytest.fixture
def restricted_url(mariadb: MariaDbServer, database_url: str) -> str:
    target = parse_database_url(database_url)
    assert isinstance(target, MysqlUrl)
    mariadb.execute(GRANTS.replace(" otklik.", f" {target.name}.").replace("'otklik'@", f"'{RESTRICTED_USER}'@"))
    return database_url.replace(f"//{USER}:", f"//{RESTRICTED_USER}:")


def test_grants_name_every_table() -> None:
    assert sorted(re.findall(r"ON otklik\.(\w+)", GRANTS)) == sorted({*metadata.tables, "alembic_version"})


@on_mariadb
async def test_comment_is_answered_and_charged(open_house: OpenHouse, restricted_url: str, vk: SandboxClient) -> None:
    house = open_house(DATABASE_URL=restricted_url)
    await house.restart()
    await vk.send_events_to(house)
    post_id = await vk.post()
    comment = await vk.comment(post_id, "Сколько стоит занятие?")
    await vk.answer(post_id, to=comment)
    balance, _ = await house.books()
    checked = await house.ask("balance", "check")

    assert balance == {"available": "495.00", "held": "0.00", "spent_today": "5.00"}
    assert checked == []
    assert await house.stopped() == 0
    assert house.complaints() == []


@on_mariadb
@pytest.mark.parametrize("change", ["UPDATE ledger_entries SET amount_kopecks = 0", "DELETE FROM ledger_entries"])
async def test_ledger_cannot_be_altered(restricted_url: str, change: str) -> None:
    await is_denied(restricted_url, change)


@on_mariadb
@pytest.mark.parametrize("table", ["acts", "audit_links"])
@pytest.mark.parametrize("change", ["UPDATE {} SET position = 9", "DELETE FROM {}"])
async def test_acts_and_the_chain_cannot_be_altered(restricted_url: str, table: str, change: str) -> None:
    await is_denied(restricted_url, change.format(table))


@on_mariadb
@pytest.mark.parametrize("change", ["UPDATE prompt_versions SET number = 9", "DELETE FROM prompt_versions"])
async def test_versions_of_prompts_cannot_be_altered(restricted_url: str, change: str) -> None:
    await is_denied(restricted_url, change)


async def is_denied(url: str, change: str) -> None:
    async with open_database(url) as database:
        with pytest.raises(OperationalError, match="command denied"):
            async with database.writing() as connection:
                await connection.execute(text(change))
