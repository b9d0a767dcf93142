"""A private MariaDB on a free loopback port."""

import itertools
import os
import subprocess
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from tests.integration.services.ports import HOST, free_port, spawn, stop

USER = "otklik"
RESTRICTED_USER = "restricted"
"""May do nothing until it is granted."""
PASSWORD = "p@ss:wörd/%?#"
QUOTED_PASSWORD = "p%40ss%3Aw%C3%B6rd%2F%25%3F%23"
SERVING_USER = "otklik_serving"
"""Has the rights a running server needs, and none to change a table's shape."""
READY_SECONDS = 60


class MariaDbServer:
    """
    As durable as in production: it syncs at every commit, so killing it is a fair test.

    The data lie in ``folder`` and outlive ``stop`` and ``kill``; ``start`` goes on with them, on the same port.
    ``options`` are mariadbd's own.
    """

    def __init__(self, folder: Path, *, options: Sequence[str] = ()) -> None:
        self.port = free_port()
        self._options = options
        self._folder = folder
        self._names = (f"otklik_{number}" for number in itertools.count(1))
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def pid(self) -> int:
        assert self._process is not None
        return self._process.pid

    def url(self, database: str, *, user: str = USER) -> str:
        return f"mysql://{user}:{QUOTED_PASSWORD}@{HOST}:{self.port}/{database}"

    def install(self) -> None:
        installed = subprocess.run(
            [
                "mariadb-install-db",
                "--no-defaults",
                f"--datadir={self._folder / 'data'}",
                # Not the machine's: several are made at once, and each clears what another has put there.
                f"--tmpdir={self._folder}",
                "--user=root",
                "--auth-root-authentication-method=normal",
                "--skip-test-db",
            ],
            check=False,
            capture_output=True,
            text=True,
        )
        assert installed.returncode == 0, installed.stdout + installed.stderr
        (self._folder / "init.sql").write_text(
            f"CREATE USER IF NOT EXISTS '{USER}'@'%' IDENTIFIED BY '{PASSWORD}';\n"
            f"GRANT ALL ON `otklik\\_%`.* TO '{USER}'@'%' WITH GRANT OPTION;\n"
            f"CREATE USER IF NOT EXISTS '{RESTRICTED_USER}'@'%' IDENTIFIED BY '{PASSWORD}';\n"
            f"CREATE USER IF NOT EXISTS '{SERVING_USER}'@'%' IDENTIFIED BY '{PASSWORD}';\n"
            f"GRANT SELECT, INSERT, UPDATE, DELETE ON `otklik\\_%`.* TO '{SERVING_USER}'@'%';\n",
            encoding="utf-8",
        )

    def start(self) -> None:
        self._process = spawn(
            [
                "mariadbd",
                "--no-defaults",
                f"--datadir={self._folder / 'data'}",
                f"--tmpdir={self._folder}",
                f"--socket={self._folder / 'socket'}",
                f"--pid-file={self._folder / 'pid'}",
                f"--init-file={self._folder / 'init.sql'}",
                f"--port={self.port}",
                f"--bind-address={HOST}",
                "--user=root",
                "--character-set-server=utf8mb4",
                "--skip-name-resolve",
                "--skip-log-bin",
                "--performance-schema=OFF",
                "--innodb-buffer-pool-size=64M",
                "--innodb-log-file-size=32M",
                "--innodb-flush-log-at-trx-commit=1",
                "--max-connections=200",
                *self._options,
            ],
            log=self._folder / "log",
        )
        self._wait_until_ready()

    def stop(self) -> None:
        if self._process is not None:
            stop(self._process)
            self._process = None

    def kill(self) -> None:
        """As a power cut would, but for what the kernel still writes."""
        assert self._process is not None
        self._process.kill()
        self._process.wait()
        self._process = None

    def execute(self, statement: str) -> str:
        """Run SQL as the user that the tests connect as; gives the client's bare output."""
        done = self._client(statement)
        assert done.returncode == 0, done.stderr
        return done.stdout

    def create_database(self) -> str:
        """An empty database of a fresh name."""
        name = next(self._names)
        self.execute(f"CREATE DATABASE {name}")
        return name

    def drop_database(self, name: str) -> None:
        self.execute(f"DROP DATABASE {name}")

    def _client(self, statement: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [
                "mariadb",
                "--no-defaults",
                "--protocol=tcp",
                f"--host={HOST}",
                f"--port={self.port}",
                f"--user={USER}",
                "--default-character-set=utf8mb4",
                "--batch",
                "--skip-column-names",
                f"--execute={statement}",
            ],
            check=False,
            capture_output=True,
            text=True,
            env=os.environ | {"MYSQL_PWD": PASSWORD},
        )

    def _wait_until_ready(self) -> None:
        assert self._process is not None
        until = time.monotonic() + READY_SECONDS
        while self._client("SELECT 1").returncode != 0:
            assert self._process.poll() is None, (self._folder / "log").read_text(encoding="utf-8", errors="replace")
            assert time.monotonic() < until, "MariaDB did not become ready"
            time.sleep(0.1)


@contextmanager
def mariadb_server(folder: Path, *, options: Sequence[str] = ()) -> Iterator[MariaDbServer]:
    """Install and start a server whose files lie in ``folder``, which is made; stopped at the end."""
    folder.mkdir(parents=True, exist_ok=True)
    server = MariaDbServer(folder, options=options)
    server.install()
    try:
        server.start()
        yield server
    finally:
        server.stop()
