"""What the command line works with."""

import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from functools import cached_property
from pathlib import Path
from socket import socket
from zoneinfo import ZoneInfo

import uvloop

from adapters.inbound.calendar.signature import calendar_url
from adapters.inbound.cli.program import CallbackUseCases, Finding, PromptFinding, UseCases
from adapters.outbound.database.backup import back_up, restore
from adapters.outbound.database.engine import open_database
from adapters.outbound.database.migrate import current_revision, upgrade
from adapters.outbound.log_setup import open_logging
from adapters.outbound.settings_keeper import DotenvFile
from adapters.sandbox.config import SandboxConfig
from adapters.sandbox.server import serve_sandbox
from configuration.callback_setup import open_callback_use_cases
from configuration.container import open_container
from configuration.examination.examine import examine
from configuration.examination.prompts import examine_prompts
from configuration.load_settings import DOTENV, load_settings
from configuration.sandbox_mode import new_secret
from configuration.secret_key import with_secret_key
from configuration.server import address, listen, serve
from configuration.setting_sources import given_settings
from configuration.settings import Settings
from configuration.settings_error import SettingsError
from configuration.use_cases import create_use_cases
from configuration.worker_processes import run_processes


class CommandLineProgram:
    """Reads the settings when the first command needs them. Every method may raise SettingsError."""

    @cached_property
    def settings(self) -> Settings:
        return load_settings(os.environ)

    @property
    def log_dir(self) -> Path:
        return self.settings.log_dir

    @property
    def timezone(self) -> ZoneInfo:
        return self.settings.zone

    @property
    def has_settings_file(self) -> bool:
        return DOTENV.exists()

    def settings_problem(self, values: Mapping[str, str]) -> tuple[str, str] | None:
        try:
            load_settings(values, dotenv=None, may_miss=("VK_SECRET",))
        except SettingsError as error:
            return error.problem.name, error.problem.what
        return None

    def keep_settings(self, values: Mapping[str, str]) -> Path:
        known = given_settings({}, DOTENV)
        made = {"VK_SECRET": new_secret()} if "VK_GROUP_ID" in values and "VK_SECRET" not in known else {}
        DotenvFile(DOTENV).keep_all({**values, **made})
        return DOTENV

    def serve(self) -> None:
        settings = self.settings
        with listen(settings) as listener:
            if settings.workers > 1:
                run_processes(_serve_one, listener, count=settings.workers, grace=settings.shutdown_grace)
            else:
                uvloop.run(serve(settings, listener))

    async def migrate(self) -> str:
        url = self.settings.database_url
        await upgrade(url)
        async with open_database(url) as database:
            return await current_revision(database) or "nothing"

    async def back_up(self, file: Path) -> dict[str, int]:
        return await back_up(self.settings.database_url, file)

    async def restore(self, file: Path) -> dict[str, int]:
        return await restore(self.settings.database_url, file)

    @asynccontextmanager
    async def use_cases(self) -> AsyncIterator[UseCases]:
        with open_logging(directory=self.settings.log_dir, name="otklik-cli", secrets=self.settings.secrets):
            async with open_container(self.settings) as container:
                await container.credit_starting_balance().execute(self.settings.starting_balance)
                yield create_use_cases(container, self.settings)

    @asynccontextmanager
    async def callback_use_cases(self) -> AsyncIterator[CallbackUseCases]:
        async with open_callback_use_cases(os.environ) as use_cases:
            yield use_cases

    async def serve_sandbox(
        self, *, host: str, port: int, callback_url: str | None, say: Callable[[str], None]
    ) -> None:
        config = _sandbox_config(callback_url)
        leaving = asyncio.Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            asyncio.get_running_loop().add_signal_handler(number, leaving.set)
        async with serve_sandbox(config, host=host, port=port) as url:
            say(f"VK, wall and dialog: {url}/\nVK_API_URL={url}\nOPENAI_BASE_URL={url}/v1")
            sys.stdout.flush()
            await leaving.wait()

    async def examine(self, lang: str) -> list[Finding]:
        return await examine(self.settings, lang)

    def calendar_url(self, site: str | None) -> str:
        settings = with_secret_key(self.settings)
        return calendar_url(site or address(settings, settings.port), settings.secret_key or "")

    def check_prompts(self) -> list[PromptFinding]:
        return examine_prompts(self.settings)


def _sandbox_config(callback_url: str | None) -> SandboxConfig:
    """The group, token and secret of the environment, so that a server with the same ones can talk to it."""
    usual = SandboxConfig()
    group_id = os.environ.get("VK_GROUP_ID", "")
    return SandboxConfig(
        group_id=int(group_id) if group_id.isdigit() else usual.group_id,
        access_token=os.environ.get("VK_ACCESS_TOKEN") or usual.access_token,
        secret=os.environ.get("VK_SECRET") or usual.secret,
        confirmation_code=os.environ.get("VK_CONFIRMATION_CODE") or usual.confirmation_code,
        callback_url=callback_url,
    )


def _serve_one(listener: socket, index: int) -> None:
    uvloop.run(serve(load_settings(os.environ), listener, log_name=f"otklik-{index}"))
