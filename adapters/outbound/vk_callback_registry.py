"""The community's callback servers, by VK's ``groups`` methods."""

from collections.abc import Collection, Sequence
from typing import Any, TypeVar

from msgspec import Struct, ValidationError, convert

from adapters.outbound.vk_api import VkApi
from domain.callback_plan import CallbackServer, Subscription

_Shape = TypeVar("_Shape")


class _Right(Struct):
    name: str


class _Rights(Struct):
    permissions: list[_Right] = []


class _Server(Struct):
    id: int
    url: str = ""
    title: str = ""
    status: str = ""
    secret_key: str = ""


class _Servers(Struct):
    items: list[_Server] = []


class _Added(Struct):
    server_id: int


class _Settings(Struct):
    """Without an event ticked, VK's empty map is an empty list, as PHP writes it."""

    events: dict[str, bool] | list[Any] = {}
    api_version: str = ""


class VkCallbackRegistry:
    def __init__(self, api: VkApi, group_id: int) -> None:
        self._api = api
        self._group_id = group_id

    async def rights(self) -> frozenset[str]:
        method = "groups.getTokenPermissions"
        found = self._read(method, await self._api.call(method, {}), _Rights)
        return frozenset(right.name for right in found.permissions)

    async def servers(self) -> Sequence[CallbackServer]:
        found = await self._ask("groups.getCallbackServers", {}, _Servers)
        return [
            CallbackServer(id=each.id, url=each.url, title=each.title, status=each.status, secret=each.secret_key)
            for each in found.items
        ]

    async def add(self, *, url: str, title: str, secret: str) -> int:
        parameters = {"url": url, "title": title, "secret_key": secret}
        return (await self._ask("groups.addCallbackServer", parameters, _Added)).server_id

    async def edit(self, server: CallbackServer) -> None:
        parameters = {
            "server_id": str(server.id),
            "url": server.url,
            "title": server.title,
            "secret_key": server.secret,
        }
        await self._ask("groups.editCallbackServer", parameters, int)

    async def subscription(self, server_id: int) -> Subscription:
        found = await self._ask("groups.getCallbackSettings", {"server_id": str(server_id)}, _Settings)
        events = found.events if isinstance(found.events, dict) else {}
        ticked = frozenset(name for name, is_ticked in events.items() if is_ticked)
        return Subscription(events=ticked, api_version=found.api_version)

    async def subscribe(self, server_id: int, subscription: Subscription, *, drop: Collection[str] = ()) -> None:
        flags = {**dict.fromkeys(drop, "0"), **dict.fromkeys(subscription.events, "1")}
        parameters = {"server_id": str(server_id), "api_version": subscription.api_version, **flags}
        await self._ask("groups.setCallbackSettings", parameters, int)

    async def _ask(self, method: str, parameters: dict[str, str], shape: type[_Shape]) -> _Shape:
        response = await self._api.call(method, {"group_id": str(self._group_id), **parameters})
        return self._read(method, response, shape)

    def _read(self, method: str, response: Any, shape: type[_Shape]) -> _Shape:
        try:
            return convert(response, shape, strict=False)
        except ValidationError as error:
            raise self._api.unexpected(method) from error
