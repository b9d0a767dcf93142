"""Servers that the benchmarks compare, each in a process and a folder of its own."""

import asyncio
import json
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from http.client import HTTPConnection
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple, Self

import httpx2

from adapters.outbound.database.migrate import upgrade
from tests.integration.services.mariadb import MariaDbServer, mariadb_server
from tests.integration.services.ports import HOST, free_port, spawn, stop
from tests.integration.services.redis import redis_server
from tests.integration.whole.house import House, vk_and_model

ROOT = Path(__file__).parents[1]
FLASK = ROOT / ".bench" / "flask" / "bin" / "gunicorn"
CHAINLIT = ROOT / ".bench" / "chainlit" / "bin" / "chainlit"
READY_SECONDS = 60.0
REST_SECONDS = 120.0
CALM_SECONDS = 0.5
CALM_SHARE = 0.1
"""Of a processor, within so many seconds: a server that takes less has nothing to do."""
CLOCK_TICKS = 100
"""Of /proc, on Linux."""


class Served(NamedTuple):
    port: int
    pid: int


class Rig:
    """Everything it opens is closed with it."""

    def __init__(self) -> None:
        self._stack = ExitStack()
        self._mariadb: MariaDbServer | None = None

    def __enter__(self) -> Self:
        self._folder = Path(self._stack.enter_context(TemporaryDirectory()))
        return self

    def __exit__(self, *error: object) -> None:
        self._stack.close()

    @property
    def mariadb(self) -> MariaDbServer:
        if self._mariadb is None:
            options = ("--innodb-buffer-pool-size=256M",)
            self._mariadb = self._stack.enter_context(mariadb_server(self._folder / "mariadb", options=options))
        return self._mariadb

    def mariadb_url(self) -> str:
        """Of an empty, migrated database."""
        url = self.mariadb.url(self.mariadb.create_database())
        asyncio.run(upgrade(url))
        return url

    def redis_url(self) -> str:
        folder = self._folder / "redis"
        folder.mkdir()
        return self._stack.enter_context(redis_server(folder)).url

    def stand_in(self, *, wait: float = 0.0, tokens: int = 20, every: float = 0.0) -> str:
        """VK and a model at one address."""
        port = free_port()
        given = ("--wait", str(wait), "--tokens", str(tokens), "--every", str(every))
        self._start([sys.executable, "-m", "benchmarks.stand_in", str(port), *given])
        url = f"http://{HOST}:{port}"
        wait_for(f"{url}/count")
        return url

    def otklik(self, stand_in: str, **settings: str) -> House:
        """Answers at once and without limits, on SQLite unless it is told otherwise."""
        free = {"PERSON_DAILY_ANSWERS": "0", "STARTING_BALANCE": "100000000.00", "TURN_GATHER_SECONDS": "0"}
        given = vk_and_model(stand_in) | free | {"VK_RATE_LIMIT": "100000", "LOG_LEVEL": "WARNING"} | settings
        house = House(self._folder / f"otklik{free_port()}", given)
        self._stack.callback(house.close)
        house.start()
        return house

    def bare(self) -> int:
        port = free_port()
        self._start([sys.executable, "-m", "benchmarks.bare", str(port)])
        wait_for(f"http://{HOST}:{port}/health/ready")
        return port

    def relay(self, model_port: int) -> Served:
        port = free_port()
        pid = self._start([sys.executable, "-m", "benchmarks.relay", str(port), str(model_port)])
        wait_for(f"http://{HOST}:{port}/")
        return Served(port, pid)

    def chainlit(self, stand_in: str) -> Served:
        """It makes its settings and its folders of files in a folder of its own."""
        port, folder = free_port(), self._folder / "chainlit"
        folder.mkdir()
        env = {
            "BENCH_STAND_IN": stand_in,
            "CHAINLIT_APP_ROOT": str(folder),
            "HOME": str(folder),
            "PATH": "/usr/bin:/bin",
        }
        bot = str(ROOT / "benchmarks" / "peers" / "chainlit_bot.py")
        server = [str(CHAINLIT), "run", bot, "--headless", "--host", HOST, "--port", str(port)]
        pid = self._start(server, cwd=folder, env=env)
        wait_for(f"http://{HOST}:{port}/")
        return Served(port, pid)

    def flask(self, stand_in: str) -> int:
        """The description's own design, on a database of its own in the same MariaDB."""
        port, database = free_port(), self.mariadb.create_database()
        env = {"BENCH_DATABASE": self.mariadb.url(database), "BENCH_STAND_IN": stand_in}
        server = [str(FLASK), "--workers", "1", "--threads", "16", "--bind", f"{HOST}:{port}", "flask_bot:app"]
        self._start(server, cwd=ROOT / "benchmarks" / "peers", env=env)
        wait_for(f"http://{HOST}:{port}/")
        return port

    def _start(self, command: Sequence[str], *, cwd: Path = ROOT, env: dict[str, str] | None = None) -> int:
        process = spawn(command, log=self._folder / "log", cwd=cwd, env=env)
        self._stack.callback(stop, process)
        return process.pid


def wait_for(url: str) -> None:
    until = time.monotonic() + READY_SECONDS
    while True:
        try:
            httpx2.get(url, trust_env=False)
        except httpx2.HTTPError:
            if time.monotonic() > until:
                raise
            time.sleep(0.1)
        else:
            return


def hush(stand_in: str, pid: int) -> None:
    """Ends the answers that are on their way, and returns when the server at work on them has nothing to do."""
    until = time.monotonic() + REST_SECONDS
    while time.monotonic() < until:
        httpx2.get(f"{stand_in}/hush", trust_env=False)  # again: a turn may have waited to begin
        with cpu_of(pid) as spent:
            time.sleep(CALM_SECONDS)
        if spent[0] < CALM_SECONDS * CALM_SHARE:
            return
    raise TimeoutError("the server does not come to rest")


def comments_created(stand_in: str) -> int:
    """Asked by hand: a client of httpx, made for each question, took as much of the machine as half an answer."""
    connection = HTTPConnection(stand_in.removeprefix("http://"))
    try:
        connection.request("GET", "/count")
        created: int = json.loads(connection.getresponse().read())["comments"]
    finally:
        connection.close()
    return created


@contextmanager
def cpu_of(pid: int) -> Iterator[list[float]]:
    """Puts the seconds of processor time that the process and its children took meanwhile into the list."""
    spent: list[float] = []
    before = _cpu(pid)
    yield spent
    spent.append(_cpu(pid) - before)


def _cpu(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
    own = (int(fields[11]) + int(fields[12])) / CLOCK_TICKS
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="utf-8").split()
    return own + sum(_cpu(int(child)) for child in children)
