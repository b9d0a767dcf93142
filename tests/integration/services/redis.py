"""A private Redis on a free loopback port."""

import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.integration.services.ports import HOST, free_port, spawn, stop

READY_SECONDS = 20


class RedisServer:
    """Keeps nothing on disk: what is in it is gone after ``stop``; ``start`` takes the same port again."""

    def __init__(self, folder: Path) -> None:
        self.port = free_port()
        self._folder = folder
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"redis://{HOST}:{self.port}/0"

    @property
    def pid(self) -> int:
        assert self._process is not None
        return self._process.pid

    def start(self) -> None:
        self._process = spawn(
            [
                "redis-server",
                "--port",
                str(self.port),
                "--bind",
                HOST,
                "--dir",
                str(self._folder),
                "--save",
                "",
                "--appendonly",
                "no",
            ],
            log=self._folder / "log",
        )
        self._wait_until_ready()

    def stop(self) -> None:
        if self._process is not None:
            stop(self._process)
            self._process = None

    def _wait_until_ready(self) -> None:
        assert self._process is not None
        until = time.monotonic() + READY_SECONDS
        while not self._answers():
            assert self._process.poll() is None, (self._folder / "log").read_text(encoding="utf-8", errors="replace")
            assert time.monotonic() < until, "Redis did not become ready"
            time.sleep(0.05)

    def _answers(self) -> bool:
        try:
            with socket.create_connection((HOST, self.port), timeout=1) as connection:
                connection.sendall(b"PING\r\n")
                return connection.recv(16).startswith(b"+PONG")
        except OSError:
            return False


@contextmanager
def redis_server(folder: Path) -> Iterator[RedisServer]:
    """Start a server whose files lie in ``folder``, which is made; stopped at the end."""
    folder.mkdir(parents=True, exist_ok=True)
    server = RedisServer(folder)
    try:
        server.start()
        yield server
    finally:
        server.stop()
