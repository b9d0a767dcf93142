"""The whole of Otklik as its owner runs it: ``otklik serve`` in a process and a folder of its own."""

import asyncio
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx2

from tests.integration.services.ports import HOST, free_port, spawn

OTKLIK = str(Path(sys.executable).with_name("otklik"))
GROUP = 229000001
VK_TOKEN = "vk-token-of-the-whole"
VK_SECRET = "callback-secret-of-the-whole"
MODEL_KEY = "sk-model-key-of-the-whole"
CALLBACK_PATH = "/ego18/vk-callback2"
READY_SECONDS = 60.0
STOP_SECONDS = 40.0
COMMAND_SECONDS = 60.0


@dataclass(frozen=True, slots=True)
class Ran:
    """How a command ended."""

    code: int
    out: str
    err: str


def vk_and_model(sandbox_url: str) -> dict[str, str]:
    """Settings of a server whose VK and model are the sandbox; nothing waits longer than it must."""
    return {
        "VK_GROUP_ID": str(GROUP),
        "VK_ACCESS_TOKEN": VK_TOKEN,
        "VK_SECRET": VK_SECRET,
        "VK_API_URL": sandbox_url,
        "OPENAI_API_KEY": MODEL_KEY,
        "OPENAI_BASE_URL": f"{sandbox_url}/v1",
        "LLM_FIRST_TOKEN_TIMEOUT": "3",
        "TURN_GATHER_SECONDS": "0.5",
        "CONFIRM_SECONDS": "1",
        "VK_RATE_LIMIT": "1000",
    }


class House:
    """
    One server process at a time; its data in ``folder`` outlive it, and its port stays the same.

    Its environment is what is given here and nothing of the tests' own. ``program`` may be another after a restart.
    """

    def __init__(self, folder: Path, settings: Mapping[str, str], *, program: Sequence[str] = (OTKLIK,)) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.folder = folder
        self.port = free_port()
        self.settings = dict(settings)
        self.program = program
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"http://{HOST}:{self.port}"

    @property
    def callback_url(self) -> str:
        return self.url + CALLBACK_PATH

    @property
    def pid(self) -> int:
        assert self._process is not None
        return self._process.pid

    @property
    def is_running(self) -> bool:
        return self._process is not None and self._process.poll() is None

    def launch(self) -> None:
        """Start the process; whether it can work is not waited for."""
        assert not self.is_running
        self._process = spawn([*self.program, "serve"], log=self._console, cwd=self.folder, env=self._environment())

    def start(self) -> None:
        self.launch()
        self.wait_until_ready()

    def wait_until_ready(self, **parts: str) -> None:
        """``parts`` must be in these states."""
        assert self._process is not None
        end = time.monotonic() + READY_SECONDS
        with httpx2.Client(base_url=self.url, trust_env=False, timeout=5) as http:
            while not _is_ready(http, parts):
                assert self._process.poll() is None, self.console()
                assert time.monotonic() < end, f"not ready in time: {self.console()}"
                time.sleep(0.05)

    def is_ready(self) -> bool:
        """Now: it may be starting still."""
        with httpx2.Client(base_url=self.url, trust_env=False, timeout=5) as http:
            return self.is_running and _is_ready(http, {})

    async def restart(self) -> None:
        """Start again beside a running event loop."""
        self.launch()
        await asyncio.to_thread(self.wait_until_ready)

    def stop(self) -> int:
        """SIGTERM; gives the exit code. One that does not leave is killed, and is a failure."""
        assert self._process is not None
        self._process.terminate()
        return self._wait_for_end()

    async def stopped(self) -> int:
        return await asyncio.to_thread(self.stop)

    def kill(self) -> None:
        """SIGKILL, as the kernel does when memory runs out."""
        assert self._process is not None
        self._process.send_signal(signal.SIGKILL)
        self._wait_for_end()

    @contextmanager
    def paused(self) -> Iterator[None]:
        """Stand still, as in a machine that swaps or is moved; sockets stay open."""
        os.kill(self.pid, signal.SIGSTOP)
        try:
            yield
        finally:
            os.kill(self.pid, signal.SIGCONT)

    def close(self) -> None:
        """For the end of a test, whatever became of it."""
        if self._process is not None and self._process.poll() is None:
            self.stop()

    def console(self) -> str:
        """What the processes so far have said to the terminal."""
        return self._console.read_text(encoding="utf-8") if self._console.exists() else ""

    def logged(self, name: str = "otklik") -> list[dict[str, Any]]:
        path = self.folder / "var" / "log" / f"{name}.log"
        return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()] if path.exists() else []

    def complaints(self) -> list[dict[str, Any]]:
        """Lines that a healthy server never logs."""
        return [line for line in self.logged() if line["level"] in {"error", "critical"}]

    def run(self, *arguments: str, stdin: str = "", **settings: str) -> Ran:
        done = subprocess.run(
            [*self.program, *arguments],
            check=False,
            capture_output=True,
            text=True,
            input=stdin,
            cwd=self.folder,
            env=self._environment() | settings,
            timeout=COMMAND_SECONDS,
        )
        return Ran(done.returncode, done.stdout, done.stderr)

    async def command(self, *arguments: str, stdin: str = "", **settings: str) -> Ran:
        return await asyncio.to_thread(self.run, *arguments, stdin=stdin, **settings)

    async def ask(self, *arguments: str) -> Any:
        """What a command prints as JSON."""
        ran = await self.command(*arguments, "--json")
        assert ran.code == 0, ran.err
        return json.loads(ran.out)

    async def books(self) -> tuple[dict[str, str], list[dict[str, Any]]]:
        """The balance and the turns, latest first."""
        balance, turns = await asyncio.gather(self.ask("balance", "show"), self.ask("turns", "list", "--limit", "1000"))
        return balance, turns

    @property
    def _console(self) -> Path:
        return self.folder / "console"

    def _environment(self) -> dict[str, str]:
        own = {"PATH": os.environ["PATH"], "HOME": str(self.folder), "LANG": "C.UTF-8"}
        return own | {"HOST": HOST, "PORT": str(self.port)} | self.settings

    def _wait_for_end(self) -> int:
        assert self._process is not None
        try:
            return self._process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
            raise AssertionError(f"did not leave within {STOP_SECONDS} s: {self.console()}") from None


def _is_ready(http: httpx2.Client, parts: Mapping[str, str]) -> bool:
    try:
        answer = http.get("/health/ready")
        return answer.status_code == httpx2.codes.OK and parts.items() <= answer.json()["parts"].items()
    except httpx2.HTTPError:
        return False
