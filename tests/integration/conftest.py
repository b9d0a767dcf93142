"""Servers for the tests: each started once, when the first test asks for it."""

from collections.abc import Iterator

import pytest

from tests.integration.services.mariadb import MariaDbServer, mariadb_server
from tests.integration.services.redis import RedisServer, redis_server


@pytest.fixture(scope="session")
def mariadb(tmp_path_factory: pytest.TempPathFactory) -> Iterator[MariaDbServer]:
    """The server that tests share; one that kills a server starts its own."""
    with mariadb_server(tmp_path_factory.mktemp("mariadb")) as server:
        yield server


@pytest.fixture
def mariadb_url(mariadb: MariaDbServer) -> Iterator[str]:
    """The URL of an empty database of the test's own."""
    name = mariadb.create_database()
    yield mariadb.url(name)
    mariadb.drop_database(name)


@pytest.fixture(scope="session")
def redis(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RedisServer]:
    """The server that tests share; one that stops a server starts its own."""
    with redis_server(tmp_path_factory.mktemp("redis")) as server:
        yield server


@pytest.fixture
def redis_url(redis: RedisServer) -> str:
    return redis.url
