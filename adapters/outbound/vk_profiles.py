"""Names of people, by VK's users.get."""

from collections.abc import Collection, Mapping
from typing import Final

from msgspec import Struct, ValidationError, convert

from adapters.outbound.recent_answers import RecentAnswers
from adapters.outbound.storable_text import storable
from adapters.outbound.vk_api import VkApi

MOST_IDS: Final = 1_000
"""The most that users.get takes at once."""


class _User(Struct):
    id: int
    first_name: str = ""
    last_name: str = ""


class VkProfiles:
    def __init__(self, api: VkApi) -> None:
        self._api = api
        self._known: RecentAnswers[int, str | None] = RecentAnswers(most=10_000, seconds=3_600.0)

    async def names(self, vk_ids: Collection[int]) -> Mapping[int, str]:
        people = sorted({vk_id for vk_id in vk_ids if vk_id > 0})[:MOST_IDS]
        unknown = [vk_id for vk_id in people if self._known.get(vk_id) is None]
        found = await self._ask(unknown) if unknown else {}
        for vk_id in unknown:
            self._known.keep(vk_id, found.get(vk_id))
        known = {vk_id: self._known.get(vk_id) for vk_id in people}
        return {vk_id: kept[0] for vk_id, kept in known.items() if kept is not None and kept[0]}

    async def _ask(self, vk_ids: Collection[int]) -> dict[int, str]:
        method = "users.get"
        response = await self._api.call(method, {"user_ids": ",".join(map(str, vk_ids))})
        try:
            users = convert(response, list[_User], strict=False)
        except ValidationError as error:
            raise self._api.unexpected(method) from error
        return {user.id: storable(f"{user.first_name} {user.last_name}".strip()) for user in users}
