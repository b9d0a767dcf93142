"""The command line's program on fakes."""

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import timedelta, timezone
from pathlib import Path
from typing import Any

from click.testing import CliRunner, Result

from adapters.inbound.cli.main import cli
from adapters.inbound.cli.program import Finding, UseCases
from domain.errors import OtklikError
from ports.storage import UnitOfWork
from tests.unit.application.house import House


class FakeProgram:
    """Runs commands over a house; keeps what the server's commands were asked to do."""

    def __init__(self) -> None:
        self.house = House()
        self.timezone = timezone(timedelta(hours=3))
        self.log_dir = Path("logs")
        self.findings: list[Finding] = []
        self.done: list[object] = []
        self.error: OtklikError | None = None

    def serve(self) -> None:
        self.done.append("serve")

    async def migrate(self) -> str:
        return "r0001"

    @asynccontextmanager
    async def use_cases(self) -> AsyncIterator[UseCases]:
        if self.error is not None:
            raise self.error
        yield UseCases(
            show_balance=self.house.show_balance,
            top_up=self.house.fill,
            list_turns=self.house.list_turns,
            retry_turn=self.house.retry,
            list_deadlines=self.house.list_deadlines,
        )

    async def serve_sandbox(
        self, *, host: str, port: int, callback_url: str | None, say: Callable[[str], None]
    ) -> None:
        self.done.append((host, port, callback_url))
        say("http://127.0.0.1:8001")

    async def examine(self) -> list[Finding]:
        return self.findings

    def run(self, *arguments: str, stdin: str | bytes | None = None) -> Result:
        return CliRunner().invoke(cli, arguments, obj=self, input=stdin)

    def json(self, *arguments: str, stdin: str | None = None) -> Any:
        """What the command prints with ``--json``."""
        return json.loads(self.run(*arguments, "--json", stdin=stdin).stdout)

    def store(self, work: Callable[[UnitOfWork], Awaitable[object]]) -> None:
        """What happened before the command."""
        asyncio.run(self.house.storage.run(work))
