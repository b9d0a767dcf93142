"""What talks to VK: one API, under one rate, for answers, dialogs and the long poll."""

from contextlib import AsyncExitStack
from dataclasses import dataclass
from typing import Final

import httpx2

from adapters.outbound.database.call_slots import TOLERANCE, CallSlots
from adapters.outbound.database.engine import Database
from adapters.outbound.no_community import NoCommunity
from adapters.outbound.rate_limiter import Limiter, RateLimiter, SharedRateLimiter
from adapters.outbound.vk_api import TOTAL_TIMEOUT, VkApi, open_vk_http_client
from adapters.outbound.vk_community import VkCommunity
from adapters.outbound.vk_dialogs import VkDialogs
from adapters.outbound.vk_event_source import VkEventSource, open_long_poll_client
from adapters.outbound.vk_profiles import VkProfiles
from adapters.outbound.vk_wall import VkWall
from configuration.settings import Settings
from ports.community import Community
from ports.dialogs import Dialogs
from ports.event_source import EventSource
from ports.profiles import Profiles
from ports.wall import Wall

SERVICE_RATE: Final = 4.0
"""Calls a second with a service key: VK takes five of a small application (dev.vk.com, API requests)."""
_PATIENCE: Final = 5.0
"""Seconds that an answer waits for what may be left out."""
_PAGES_PATIENCE: Final = 2.0
"""Seconds that a page waits for the names of people."""

_SPARE: Final = 1 / (1 + TOLERANCE)
"""Of the rate: calls are not always equally long under way, so equal distances alone would be too close."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Vk:
    """
    What there is of it, by the settings.

    ``dialogs`` is None when VK is off, ``event_source`` unless events are to be fetched, ``wall`` without a service
    key, ``profiles`` unless names are to be told. ``people`` tells the names to whoever looks at the console, where a
    page waits for them.
    """

    community: Community
    dialogs: Dialogs | None = None
    event_source: EventSource | None = None
    wall: Wall | None = None
    profiles: Profiles | None = None
    people: Profiles | None = None


async def open_vk(settings: Settings, database: Database, stack: AsyncExitStack) -> Vk:
    if settings.vk_group_id is None:
        return Vk(community=NoCommunity())
    client = await stack.enter_async_context(open_vk_http_client(settings.vk_api_url))
    limiter = _limiter(settings, database)
    api = _api(settings, client, limiter)
    return Vk(
        community=VkCommunity(api, settings.vk_group_id),
        dialogs=VkDialogs(api, settings.vk_group_id),
        wall=_wall(settings, client),
        profiles=VkProfiles(api) if settings.vk_names else None,
        people=VkProfiles(_api(settings, client, limiter, total_timeout=_PAGES_PATIENCE)),
        event_source=await _open_event_source(settings, api, settings.vk_group_id, stack),
    )


def _api(
    settings: Settings, client: httpx2.AsyncClient, limiter: Limiter, *, total_timeout: float = TOTAL_TIMEOUT
) -> VkApi:
    return VkApi(
        client,
        settings.vk_api_url,
        settings.vk_access_token or "",
        settings.vk_api_version,
        limiter=limiter,
        total_timeout=total_timeout,
    )


def _wall(settings: Settings, client: httpx2.AsyncClient) -> Wall | None:
    if settings.vk_service_token is None:
        return None
    api = VkApi(
        client,
        settings.vk_api_url,
        settings.vk_service_token,
        settings.vk_api_version,
        limiter=RateLimiter(SERVICE_RATE / settings.workers),
        total_timeout=_PATIENCE,
    )
    return VkWall(api)


async def _open_event_source(
    settings: Settings, api: VkApi, group_id: int, stack: AsyncExitStack
) -> EventSource | None:
    if not settings.vk_long_poll:
        return None
    client = await stack.enter_async_context(open_long_poll_client(settings.vk_api_url))
    return VkEventSource(api, client, group_id)


def _limiter(settings: Settings, database: Database) -> Limiter:
    own_share = RateLimiter(settings.vk_rate_limit * _SPARE / settings.workers)
    if settings.is_embedded:
        # One process uses it: nobody to share with, and each reservation would be a write to the disk.
        return own_share
    slots = CallSlots(database, f"vk:{settings.vk_group_id}", rate=settings.vk_rate_limit)
    return SharedRateLimiter(slots, own_share)
