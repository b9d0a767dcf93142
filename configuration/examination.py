"""``otklik doctor``: each part of the surroundings, tried."""

from collections.abc import Awaitable, Callable

import httpx2
from openai import OpenAIError

from adapters.inbound.cli.program import Finding, PromptFinding
from adapters.outbound.database.database_url import DatabaseUrlError
from adapters.outbound.database.engine import open_database
from adapters.outbound.database.migrate import SchemaOutdatedError, check_schema
from adapters.outbound.file_log import LogDirectoryError, check_writable
from adapters.outbound.openai_answer_writer import open_openai_client
from adapters.outbound.prompt_library import FilePromptLibrary, PromptError, prompt_path, read_prompt
from adapters.outbound.vk_api import VkApi, open_vk_http_client
from configuration.settings import Settings
from domain.channel import Channel
from domain.community import CommunityError
from domain.errors import StorageUnavailableError

Examine = Callable[[Settings], Awaitable[Finding]]


async def examine(settings: Settings) -> list[Finding]:
    """Try every part; one that fails does not keep the others from being tried."""
    parts: tuple[Examine, ...] = (_database, _log_directory, _prompts, _vk, _model)
    return [await part(settings) for part in parts]


def examine_prompts(settings: Settings) -> list[PromptFinding]:
    """Read the prompts as the server does; one that is bad does not keep the others from being read."""
    return [_prompt(settings, channel) for channel in Channel]


def _prompt(settings: Settings, channel: Channel) -> PromptFinding:
    file = prompt_path(settings.prompts, channel)
    try:
        length = len(read_prompt(file))
    except PromptError as error:
        return PromptFinding(channel=channel, file=file, length=None, problem=error.reason)
    return PromptFinding(channel=channel, file=file, length=length, problem=None)


def _good(part: str, says: str) -> Finding:
    return Finding(part=part, says=says, is_good=True)


def _bad(part: str, says: str) -> Finding:
    return Finding(part=part, says=says, is_good=False, is_fatal=True)


async def _database(settings: Settings) -> Finding:
    try:
        async with open_database(settings.database_url) as database:
            await check_schema(database)
    except SchemaOutdatedError as error:
        if settings.is_embedded:
            return _good("database", "is made at the first start")
        return _bad("database", str(error))
    except DatabaseUrlError as error:
        return _bad("database", str(error))
    except StorageUnavailableError:
        return _bad("database", "does not answer; check DATABASE_URL and whether the server runs")
    return _good("database", "answers, its schema is up to date")


async def _log_directory(settings: Settings) -> Finding:
    try:
        check_writable(settings.log_dir, "LOG_DIR")
        if settings.transcript_dir is not None:
            check_writable(settings.transcript_dir, "TRANSCRIPT_DIR")
    except LogDirectoryError as error:
        return _bad("logs", str(error))
    return _good("logs", f"written to {settings.log_dir}")


async def _prompts(settings: Settings) -> Finding:
    try:
        FilePromptLibrary(settings.prompts, on_problem=lambda _problem: None)
    except PromptError as error:
        return _bad("prompts", f"PROMPTS_DIR: {error}")
    return _good("prompts", f"read from {settings.prompts}")


async def _vk(settings: Settings) -> Finding:
    if settings.vk_group_id is None:
        return Finding(part="VK", says="off: VK_GROUP_ID is not set", is_good=settings.needs_sandbox)
    async with open_vk_http_client(settings.vk_api_url) as client:
        api = VkApi(client, settings.vk_api_url, settings.vk_access_token or "", settings.vk_api_version)
        try:
            await api.call("groups.getTokenPermissions", {})
        except CommunityError as error:
            return _bad("VK", f"{error}; check VK_ACCESS_TOKEN and VK_API_URL")
    return _good("VK", f"answers for group {settings.vk_group_id}")


async def _model(settings: Settings) -> Finding:
    if settings.needs_sandbox:
        return _good("model", "no keys are set: the sandbox's stand-in will answer")
    client = open_openai_client(settings.openai_base_url, settings.openai_api_key or "")
    try:
        await client.models.list(timeout=10.0)
    except (OpenAIError, httpx2.HTTPError) as error:
        return _bad("model", f"{type(error).__name__}; check OPENAI_API_KEY and OPENAI_BASE_URL")
    finally:
        await client.close()
    return _good("model", f"answers; {settings.openai_model} will be asked")
