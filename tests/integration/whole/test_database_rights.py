"""The user of a running server may read and write rows: whoever gets hold of it changes no table."""

import asyncio

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from adapters.outbound.database.engine import open_database
from adapters.outbound.database.migrate import upgrade
from tests.integration.services.mariadb import SERVING_USER, MariaDbServer
from tests.integration.whole.conftest import OpenHouse
from tests.integration.whole.sandbox_client import SandboxClient

CHANGES = (
    "CREATE TABLE mine (id INT)",
    "DROP TABLE messages",
    "ALTER TABLE people ADD mine INT",
    "TRUNCATE TABLE holds",
)


@pytest.fixture
def serving_url(mariadb: MariaDbServer) -> str:
    """A migrated database, as the user without rights to change it."""
    name = mariadb.create_database()
    asyncio.run(upgrade(mariadb.url(name)))
    return mariadb.url(name, user=SERVING_USER)


async def test_comment_is_answered_when_the_user_may_change_no_table(
    open_house: OpenHouse, vk: SandboxClient, serving_url: str
) -> None:
    house = open_house(DATABASE_URL=serving_url)
    await house.restart()
    await vk.send_events_to(house)
    post_id = await vk.post()
    comment_id = await vk.comment(post_id, "Сколько стоит занятие?")
    await vk.answer(post_id, to=comment_id)

    balance, turns = await house.books()

    assert await house.stopped() == 0
    assert house.complaints() == []
    assert [turn["state"] for turn in turns] == ["settled"]
    assert balance["spent_today"] == "5.00"
    assert (await house.command("retention", "run", RETENTION_DAYS="1")).code == 0


@pytest.mark.parametrize("statement", CHANGES)
async def test_that_user_is_refused_a_change_of_a_table(serving_url: str, statement: str) -> None:
    async with open_database(serving_url) as database:
        with pytest.raises(DBAPIError, match="denied"):
            async with database.writing() as connection:
                await connection.execute(text(statement))
