"""
What the command line works with.

Each method imports what it needs: `otklik --help` and a look at the balance shall not wait for a web server, a model's
client and a stand-in of VK that they never use.
"""

import gc
import os
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from functools import cached_property
from pathlib import Path
from zoneinfo import ZoneInfo

from adapters.inbound.cli.program import CallbackUseCases, PromptFinding, UseCases
from adapters.inbound.finding import Finding
from application.audit.seal_records import SealRecords
from configuration.settings import Settings
from configuration.settings_error import SettingsError
from domain.errors import StorageUnavailableError
from ports.log import Log


class CommandLineProgram:
    """Reads the settings when the first command needs them. Every method may raise SettingsError."""

    @cached_property
    def settings(self) -> Settings:
        from configuration.load_settings import load_settings

        return load_settings(os.environ)

    @property
    def log_dir(self) -> Path:
        return self.settings.log_dir

    @property
    def timezone(self) -> ZoneInfo:
        return self.settings.zone

    def read_prompt(self, file: Path) -> str:
        from adapters.outbound.prompt_library import read_prompt
        from configuration.secret_values import secret_values

        return read_prompt(file, secret_values(self.settings))

    @property
    def has_settings_file(self) -> bool:
        from configuration.load_settings import DOTENV

        return DOTENV.exists()

    def settings_problem(self, values: Mapping[str, str]) -> tuple[str, str] | None:
        from configuration.load_settings import load_settings

        try:
            load_settings(values, dotenv=None, may_miss=("VK_SECRET",))
        except SettingsError as error:
            return error.problem.name, error.problem.what
        return None

    def keep_settings(self, values: Mapping[str, str]) -> Path:
        from adapters.outbound.settings_keeper import DotenvFile
        from configuration.load_settings import DOTENV
        from configuration.sandbox_mode import new_secret
        from configuration.setting_sources import given_settings

        known = given_settings({}, DOTENV)
        made = {"VK_SECRET": new_secret()} if "VK_GROUP_ID" in values and "VK_SECRET" not in known else {}
        DotenvFile(DOTENV).keep_all({**values, **made})
        return DOTENV

    def serve(self) -> None:
        # What is imported stays: to search it for garbage again and again while it grows is a fifth of a start.
        gc.disable()
        from configuration.serving import serve_until_told

        gc.freeze()
        gc.enable()
        serve_until_told(self.settings)

    async def migrate(self) -> str:
        from adapters.outbound.database.engine import open_database
        from adapters.outbound.database.migrate import current_revision, upgrade

        url = self.settings.database_url
        await upgrade(url)
        async with open_database(url) as database:
            return await current_revision(database) or "nothing"

    async def back_up(self, file: Path) -> dict[str, int]:
        from adapters.outbound.database.backup import back_up

        return await back_up(self.settings.database_url, file)

    async def restore(self, file: Path) -> dict[str, int]:
        from adapters.outbound.database.backup import restore

        return await restore(self.settings.database_url, file)

    @asynccontextmanager
    async def use_cases(self) -> AsyncIterator[UseCases]:
        from adapters.outbound.log_setup import open_logging
        from configuration.container import open_container
        from configuration.use_cases import create_use_cases

        with open_logging(directory=self.settings.log_dir, name="otklik-cli", secrets=self.settings.secrets):
            async with open_container(self.settings) as container:
                await container.credit_starting_balance().execute(self.settings.starting_balance)
                yield create_use_cases(container, self.settings)
                await _seal(container.seal_records(), container.log())

    @asynccontextmanager
    async def callback_use_cases(self) -> AsyncIterator[CallbackUseCases]:
        from configuration.callback_setup import open_callback_use_cases

        async with open_callback_use_cases(os.environ) as use_cases:
            yield use_cases

    async def serve_sandbox(
        self, *, host: str, port: int, callback_url: str | None, say: Callable[[str], None]
    ) -> None:
        from configuration.serving import serve_sandbox_until_told

        await serve_sandbox_until_told(host=host, port=port, callback_url=callback_url, say=say)

    async def examine(self, lang: str) -> list[Finding]:
        from configuration.examination.examine import examine

        return await examine(self.settings, lang)

    def calendar_url(self, site: str | None) -> str:
        from adapters.inbound.calendar.signature import calendar_url
        from configuration.address import address
        from configuration.secret_key import with_secret_key

        settings = with_secret_key(self.settings)
        return calendar_url(site or address(settings, settings.port), settings.secret_key or "")

    def check_prompts(self) -> list[PromptFinding]:
        from configuration.examination.prompts import examine_prompts

        return examine_prompts(self.settings)


async def _seal(seal: SealRecords, log: Log) -> None:
    """What the command has booked or done: it stands, and a server seals it if that cannot be done here."""
    try:
        await seal.execute()
    except StorageUnavailableError as error:
        log.warning("not_sealed", error=error)
