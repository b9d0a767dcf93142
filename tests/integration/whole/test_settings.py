"""What is wrong with the surroundings stops the start in one line that names it, and shows no secret."""

import pytest

from tests.integration.services.mariadb import MariaDbServer
from tests.integration.services.ports import free_port
from tests.integration.whole.conftest import OpenHouse
from tests.integration.whole.house import MODEL_KEY, VK_SECRET, VK_TOKEN, Ran
from tests.integration.whole.sandbox_client import SandboxClient

PASSWORD = "db-password-of-the-whole"


def told_in_one_line(ran: Ran, *, code: int, names: str) -> None:
    assert ran.code == code, ran
    [line] = ran.err.strip().splitlines()
    assert names in line
    for secret in (VK_TOKEN, VK_SECRET, MODEL_KEY, PASSWORD):
        assert secret not in line


@pytest.mark.parametrize(
    ("settings", "names"),
    [
        ({"PORT": "many"}, "PORT"),
        ({"VK_SECRET": ""}, "VK_SECRET"),
        ({"ANSWER_PRICE": "5.001"}, "ANSWER_PRICE"),
        ({"NOTIFIER_URL": f"https://user:{PASSWORD}@example.org"}, "NOTIFIER_URL"),
        ({"DATABASE_URL": f"mysq://otklik:{PASSWORD}@127.0.0.1/otklik"}, "DATABASE_URL"),
        ({"LOG_DIR": "file/log"}, "LOG_DIR"),
        ({"TRANSCRIPT_DIR": "file/transcripts"}, "TRANSCRIPT_DIR"),
    ],
)
async def test_start_is_refused_when_a_setting_is_wrong(
    open_house: OpenHouse, settings: dict[str, str], names: str
) -> None:
    house = open_house()
    (house.folder / "file").write_text("no folder", encoding="utf-8")

    ran = await house.command("serve", **settings)

    told_in_one_line(ran, code=2, names=names)


async def test_start_is_refused_when_the_dotenv_is_wrong_and_the_environment_wins(open_house: OpenHouse) -> None:
    house = open_house()
    (house.folder / ".env").write_text("PORT=many\nLEASE_SECONDS=soon\n", encoding="utf-8")

    told_in_one_line(await house.command("serve"), code=2, names="LEASE_SECONDS")


async def test_start_is_refused_when_the_port_is_taken(open_house: OpenHouse) -> None:
    house = open_house()
    await house.restart()

    ran = await house.command("serve")

    assert ran.code != 0
    assert len(ran.err.strip().splitlines()) == 1
    assert str(house.port) in ran.err


async def test_start_is_refused_when_the_database_does_not_answer(open_house: OpenHouse) -> None:
    house = open_house(DATABASE_URL=f"mysql://otklik:{PASSWORD}@127.0.0.1:{free_port()}/otklik")

    ran = await house.command("serve")

    assert ran.code == 1
    assert ran.err.startswith("otklik: ")
    assert PASSWORD not in ran.err
    assert "Traceback" not in ran.err


async def test_start_on_mysql_wants_its_schema_and_migrate_makes_it(
    open_house: OpenHouse, vk: SandboxClient, mariadb: MariaDbServer, mariadb_url: str
) -> None:
    house = open_house(DATABASE_URL=mariadb_url)
    name = mariadb_url.rpartition("/")[2]

    told_in_one_line(await house.command("serve"), code=1, names="otklik migrate")
    assert (await house.command("migrate")).code == 0
    be_at(mariadb, name, "9999")
    told_in_one_line(await house.command("serve"), code=1, names="newer program")
    be_at(mariadb, name, "0001")
    told_in_one_line(await house.command("serve"), code=1, names="otklik migrate")


async def test_first_start_makes_what_it_needs_and_nothing_else(open_house: OpenHouse) -> None:
    house = open_house()
    await house.restart()
    await house.stopped()

    made = {path.relative_to(house.folder).parts[0] for path in house.folder.rglob("*")}
    assert made == {"console", "var"}


def be_at(mariadb: MariaDbServer, database: str, revision: str) -> None:
    mariadb.execute(f"UPDATE {database}.alembic_version SET version_num = '{revision}'")
