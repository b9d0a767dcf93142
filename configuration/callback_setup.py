"""What ``otklik vk setup`` works with: VK and ``.env``, no database."""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager

from adapters.inbound.cli.program import CallbackUseCases
from adapters.outbound.clock import SystemClock
from adapters.outbound.randomness import SystemRandomness
from adapters.outbound.settings_keeper import DotenvFile
from adapters.outbound.vk_api import VkApi, open_vk_http_client
from adapters.outbound.vk_callback_registry import VkCallbackRegistry
from adapters.outbound.vk_event_reader import VkEventReader
from application.community.plan_callbacks import PlanCallbacks
from application.community.set_up_callbacks import SetUpCallbacks
from configuration.load_settings import DOTENV, load_settings
from configuration.settings_error import Problem, SettingsError


@asynccontextmanager
async def open_callback_use_cases(environment: Mapping[str, str]) -> AsyncIterator[CallbackUseCases]:
    """The secret may be missing as yet, and so may the model. Raises SettingsError."""
    settings = load_settings(environment, may_miss=("VK_SECRET", "OPENAI_API_KEY"))
    if settings.vk_group_id is None or settings.vk_access_token is None:
        raise SettingsError(Problem("VK_GROUP_ID", "is needed to set VK up, and VK_ACCESS_TOKEN with it"))
    async with open_vk_http_client(settings.vk_api_url) as client:
        api = VkApi(client, settings.vk_api_url, settings.vk_access_token, settings.vk_api_version)
        registry = VkCallbackRegistry(api, settings.vk_group_id)
        yield CallbackUseCases(
            plan=PlanCallbacks(
                registry=registry,
                randomness=SystemRandomness(),
                used_events=VkEventReader(settings.vk_group_id).types,
                api_version=settings.vk_api_version,
                secret=settings.vk_secret,
            ),
            set_up=SetUpCallbacks(registry=registry, keeper=DotenvFile(DOTENV), clock=SystemClock()),
            path=settings.vk_callback_path,
        )
