"""The sandbox, servers that tests share, and servers of a test's own."""

import asyncio
import json
import sys
import time
from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path

import httpx2
import pytest

from adapters.outbound.database.migrate import upgrade
from tests.integration.services.mariadb import MariaDbServer
from tests.integration.services.ports import HOST, free_port, spawn, stop
from tests.integration.whole.browser import Sight, browsing, look
from tests.integration.whole.host_site import HostSite, serving
from tests.integration.whole.house import GROUP, VK_SECRET, VK_TOKEN, House, vk_and_model
from tests.integration.whole.sandbox_client import SandboxClient, sandbox_client

SQLITE = "sqlite:///var/otklik.db"
READY_SECONDS = 30
ROOT = Path(__file__).parents[3]

OpenHouse = Callable[..., House]

SANDBOX = {
    "group_id": GROUP,
    "access_token": VK_TOKEN,
    "secret": VK_SECRET,
    "redelivery_delays": [0.4] * 60,
    "token_delay": 0.005,
    "rate_limit": 0,
}


@pytest.fixture(scope="session")
def sandbox_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """One stand-in VK and model for all; a lost event is told again soon, and often."""
    port, log = free_port(), tmp_path_factory.mktemp("sandbox") / "log"
    command = [sys.executable, "-m", "tests.integration.whole.sandbox_process", str(port), json.dumps(SANDBOX)]
    process = spawn(command, log=log, cwd=ROOT)
    url = f"http://{HOST}:{port}"
    try:
        end = time.monotonic() + READY_SECONDS
        while not _answers(url):
            assert process.poll() is None, log.read_text(encoding="utf-8")
            assert time.monotonic() < end, "the sandbox did not become ready"
            time.sleep(0.05)
        yield url
    finally:
        stop(process)


@pytest.fixture
async def vk(sandbox_url: str) -> AsyncIterator[SandboxClient]:
    """The sandbox without anything that an earlier test has left in it."""
    async with sandbox_client(sandbox_url) as client:
        await client.reset()
        yield client


@pytest.fixture
def database_url(request: pytest.FixtureRequest) -> str:
    """The embedded database, or with the parameter ``mariadb`` an empty database of the test's own."""
    if getattr(request, "param", "sqlite") == "sqlite":
        return SQLITE
    url: str = request.getfixturevalue("mariadb_url")
    asyncio.run(upgrade(url))
    return url


@pytest.fixture
def open_house(tmp_path: Path, sandbox_url: str, database_url: str) -> Iterator[OpenHouse]:
    """Makes houses of the test's own, which it starts itself; further settings come as keywords."""
    houses: list[House] = []

    def make(**settings: str) -> House:
        given = vk_and_model(sandbox_url) | {"DATABASE_URL": database_url} | settings
        houses.append(House(tmp_path / f"house{len(houses)}", given))
        return houses[-1]

    yield make
    for house in houses:
        house.close()


@pytest.fixture(scope="session")
def sqlite_house(tmp_path_factory: pytest.TempPathFactory, sandbox_url: str) -> Iterator[House]:
    yield from _shared(tmp_path_factory.mktemp("sqlite_house"), sandbox_url, SQLITE)


@pytest.fixture(scope="session")
def mariadb_house(
    tmp_path_factory: pytest.TempPathFactory, sandbox_url: str, mariadb: MariaDbServer
) -> Iterator[House]:
    url = mariadb.url(mariadb.create_database())
    asyncio.run(upgrade(url))
    yield from _shared(tmp_path_factory.mktemp("mariadb_house"), sandbox_url, url)


@pytest.fixture
def house(request: pytest.FixtureRequest) -> House:
    """A running server that tests share: they add to it, and neither count everything in it nor stop it."""
    kind = getattr(request, "param", "sqlite")
    shared: House = request.getfixturevalue(f"{kind}_house")
    return shared


@pytest.fixture
async def wall(house: House, vk: SandboxClient) -> SandboxClient:
    """The sandbox, whose events go to the shared server."""
    await vk.send_events_to(house)
    return vk


@pytest.fixture(scope="session")
def host_site() -> Iterator[HostSite]:
    """Somebody else's site, allowed to show the chat of ``first_run``."""
    with serving(HostSite(free_port())) as site:
        yield site


@pytest.fixture(scope="session")
def first_run(tmp_path_factory: pytest.TempPathFactory, host_site: HostSite) -> Iterator[House]:
    """A server without keys: it brings its own sandbox."""
    settings = {"SANDBOX_PORT": str(free_port()), "ALLOWED_ORIGINS": host_site.url, "STARTING_BALANCE": "100000.00"}
    house = House(tmp_path_factory.mktemp("first_run"), settings)
    host_site.chat = house.url
    try:
        house.start()
        yield house
        assert house.stop() == 0
        assert house.complaints() == []
    finally:
        house.close()


@pytest.fixture
async def sight() -> AsyncIterator[Sight]:
    """A visitor's page; a test that ends well has seen it complain of nothing."""
    async with browsing() as browser:
        seen = await look(browser)
        yield seen
    assert seen.complaints == []


def _shared(folder: Path, sandbox_url: str, database_url: str) -> Iterator[House]:
    settings = {"DATABASE_URL": database_url, "STARTING_BALANCE": "100000.00", "PERSON_DAILY_ANSWERS": "0"}
    house = House(folder, vk_and_model(sandbox_url) | settings)
    try:
        house.start()
        yield house
        assert house.stop() == 0
        assert house.complaints() == []
    finally:
        house.close()


def _answers(url: str) -> bool:
    try:
        return httpx2.get(f"{url}/sandbox/api/state", trust_env=False).status_code == httpx2.codes.OK
    except httpx2.HTTPError:
        return False
