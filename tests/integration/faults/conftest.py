"""Places that tests of faults share: starting a process costs more than most faults do."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import AsyncExitStack
from pathlib import Path

import pytest

from adapters.outbound.database.engine import open_database
from adapters.outbound.database.migrate import upgrade
from tests.integration.faults.place import Place
from tests.integration.faults.site import Site, embedded_site, shared_site
from tests.integration.services.mariadb import MariaDbServer, mariadb_server
from tests.integration.services.redis import RedisServer, redis_server
from tests.integration.whole.conftest import sandbox_url, vk
from tests.integration.whole.sandbox_client import SandboxClient

__all__ = ["sandbox_url", "vk"]

OpenPlace = Callable[..., Awaitable[Place]]


@pytest.fixture(scope="session")
def mortal_mariadb(tmp_path_factory: pytest.TempPathFactory) -> Iterator[MariaDbServer]:
    """A server that tests may kill; whoever does starts it again."""
    with mariadb_server(tmp_path_factory.mktemp("mortal_mariadb")) as server:
        yield server


@pytest.fixture(scope="session")
def mortal_redis(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RedisServer]:
    """A server that tests may stop; whoever does starts it again."""
    with redis_server(tmp_path_factory.mktemp("mortal_redis")) as server:
        yield server


@pytest.fixture(scope="session")
def sqlite_site(tmp_path_factory: pytest.TempPathFactory, sandbox_url: str) -> Iterator[Site]:
    site = embedded_site(tmp_path_factory.mktemp("sqlite_site"), sandbox_url)
    yield site
    site.close()


@pytest.fixture(scope="session")
def impatient_site(tmp_path_factory: pytest.TempPathFactory, sandbox_url: str) -> Iterator[Site]:
    """It waits a second for the model, and has another one."""
    limits = {"LLM_FIRST_TOKEN_TIMEOUT": "1", "LLM_TOTAL_TIMEOUT": "2", "OPENAI_FALLBACK_MODEL": "gpt-4o"}
    site = embedded_site(tmp_path_factory.mktemp("impatient_site"), sandbox_url, **limits)
    yield site
    site.close()


@pytest.fixture(scope="session")
def mariadb_site(
    tmp_path_factory: pytest.TempPathFactory, sandbox_url: str, mariadb: MariaDbServer, redis: RedisServer
) -> Iterator[Site]:
    folder = tmp_path_factory.mktemp("mariadb_site")
    site = shared_site(folder, sandbox_url, mariadb, REDIS_URL=redis.url)
    yield site
    site.close()


@pytest.fixture(scope="session")
def mortal_site(
    tmp_path_factory: pytest.TempPathFactory, sandbox_url: str, mortal_mariadb: MariaDbServer, mortal_redis: RedisServer
) -> Iterator[Site]:
    """Two nodes that leave within a second, on servers that may be killed."""
    folder = tmp_path_factory.mktemp("mortal_site")
    site = shared_site(folder, sandbox_url, mortal_mariadb, REDIS_URL=mortal_redis.url, SHUTDOWN_GRACE="1")
    yield site
    site.close()


@pytest.fixture
async def place(request: pytest.FixtureRequest, vk: SandboxClient) -> AsyncIterator[Place]:
    """
    Running nodes that tests share: ``sqlite`` and ``impatient`` are one, ``mariadb`` and ``mortal`` two.

    Whoever kills a node need not start it again.
    """
    site: Site = request.getfixturevalue(f"{getattr(request, 'param', 'mariadb')}_site")
    await upgrade(site.database_url)
    async with open_database(site.database_url, pool_size=4) as database:
        shared = Place(site, database)
        await shared.open(vk)
        yield shared
        await shared.leave()


@pytest.fixture
async def open_place(tmp_path: Path, vk: SandboxClient, sandbox_url: str) -> AsyncIterator[OpenPlace]:
    """
    Opens a place of the test's own: one node on SQLite, or two on ``server``; settings come as keywords.

    ``clocks``: by how many seconds the two nodes' clocks are wrong.
    """
    async with AsyncExitStack() as stack:

        async def make(
            server: MariaDbServer | None = None, *, clocks: tuple[float, float] = (0, 0), **settings: str
        ) -> Place:
            folder = tmp_path / "place"
            if server is None:
                site = embedded_site(folder, sandbox_url, **settings)
            else:
                site = shared_site(folder, sandbox_url, server, clocks=clocks, **settings)
            await upgrade(site.database_url)
            stack.push_async_callback(asyncio.to_thread, site.close)
            database = await stack.enter_async_context(open_database(site.database_url, pool_size=4))
            own = Place(site, database)
            await own.open(vk)
            return own

        yield make
