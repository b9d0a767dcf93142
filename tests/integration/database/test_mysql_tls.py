"""``ssl`` in the URL: encrypted, and only with a server whose certificate is good."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import text

from adapters.outbound.database.engine import Database, open_database
from domain.errors import StorageUnavailableError
from tests.integration.services.certificate import make_certificate
from tests.integration.services.mariadb import MariaDbServer, mariadb_server


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_certificate(tmp_path_factory.mktemp("certificate"))


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory, certificate: Path) -> Iterator[MariaDbServer]:
    options = [f"--ssl-cert={certificate}", f"--ssl-key={certificate.with_name('key.pem')}"]
    with mariadb_server(tmp_path_factory.mktemp("tls"), options=options) as server:
        server.execute("CREATE DATABASE otklik_tls")
        yield server


async def cipher(database: Database) -> str:
    async with database.reading() as connection:
        return str((await connection.execute(text("SHOW STATUS LIKE 'Ssl_cipher'"))).one()[1])


async def test_encrypts_when_the_certificate_is_known(server: MariaDbServer, certificate: Path) -> None:
    async with open_database(f"{server.url('otklik_tls')}?ssl_ca={certificate}") as database:
        assert await cipher(database)


async def test_does_not_encrypt_when_not_told_to(server: MariaDbServer) -> None:
    async with open_database(server.url("otklik_tls")) as database:
        assert not await cipher(database)


@pytest.mark.parametrize("option", ["ssl=true", "ssl_ca={other}"])
async def test_sends_nothing_when_the_certificate_is_unknown(
    server: MariaDbServer, tmp_path: Path, option: str
) -> None:
    option = option.format(other=make_certificate(tmp_path))

    async with open_database(f"{server.url('otklik_tls')}?{option}") as database:
        with pytest.raises(StorageUnavailableError):
            await database.ping()


async def test_sends_nothing_when_the_server_cannot_encrypt(mariadb: MariaDbServer, certificate: Path) -> None:
    async with open_database(f"{mariadb.url(mariadb.create_database())}?ssl_ca={certificate}") as database:
        with pytest.raises(StorageUnavailableError):
            await database.ping()
