"""VK: the token, its rights, and whether events come."""

from collections.abc import AsyncIterator

from adapters.outbound.vk_api import VkApi, open_vk_http_client
from adapters.outbound.vk_callback_registry import VkCallbackRegistry
from configuration.examination.verdict import Verdict, bad, doubtful, good
from configuration.settings import Settings
from domain.callback_plan import CONFIRMED, NEEDED_RIGHTS
from domain.community import CommunityError

_TO_SPEAK = NEEDED_RIGHTS - {"manage"}
"""The right to manage is for setting up and looking; a server that is set up by hand does without."""


async def examine_vk(settings: Settings) -> AsyncIterator[Verdict]:
    if settings.vk_group_id is None:
        yield good("VK", "vk_sandbox") if settings.needs_sandbox else doubtful("VK", "vk_off")
        return
    async with open_vk_http_client(settings.vk_api_url) as client:
        api = VkApi(client, settings.vk_api_url, settings.vk_access_token or "", settings.vk_api_version)
        registry = VkCallbackRegistry(api, settings.vk_group_id)
        try:
            missing = _TO_SPEAK - await registry.rights()
        except CommunityError as error:
            yield bad("VK", "vk_bad", problem=error)
            return
        if missing:
            yield bad("VK", "vk_rights", rights=", ".join(sorted(missing)))
        else:
            yield good("VK", "vk_good", group=settings.vk_group_id)
        yield await _callback(settings, registry)


async def _callback(settings: Settings, registry: VkCallbackRegistry) -> Verdict:
    if settings.vk_long_poll or not settings.takes_callbacks:
        return good("callback", "callback_off")
    try:
        servers = [each for each in await registry.servers() if each.url.endswith(settings.vk_callback_path)]
    except CommunityError as error:
        return doubtful("callback", "callback_unknown", problem=error)
    if not servers:
        return doubtful("callback", "callback_none", path=settings.vk_callback_path)
    best = next((each for each in servers if each.status == CONFIRMED), servers[0])
    if best.status != CONFIRMED:
        return doubtful("callback", "callback_bad", url=best.url, status=best.status)
    return good("callback", "callback_good", url=best.url)
