"""The community's dialogs, asked of VK."""

from datetime import UTC, datetime
from typing import Any, Final

from msgspec import Struct, ValidationError, convert

from adapters.outbound.vk_api import VkApi
from adapters.outbound.vk_event_reader import VkEventReader
from domain.occurrence import MessageReceived
from ports.event_reader import UnreadableEventError

PAGE: Final = 200
"""The most that messages.getConversations gives at once."""


class _Item(Struct):
    last_message: dict[str, Any] | None = None


class _Page(Struct):
    items: list[_Item]


class VkDialogs:
    def __init__(self, api: VkApi, group_id: int) -> None:
        self._api = api
        self._reader = VkEventReader(group_id)

    async def unanswered(self, *, most: int) -> list[MessageReceived]:
        found: dict[int, MessageReceived] = {}
        for offset in range(0, most, PAGE):
            items = await self._page(offset)
            for item in items:
                message = self._read(item)
                if message is not None:
                    # Dialogs move while they are paged through: one may be seen twice.
                    found.setdefault(message.peer_id, message)
            if len(items) < PAGE:
                break
        return list(found.values())

    async def _page(self, offset: int) -> list[_Item]:
        method = "messages.getConversations"
        asked = {"filter": "unanswered", "offset": str(offset), "count": str(PAGE)}
        response = await self._api.call(method, asked)
        try:
            return convert(response, _Page, strict=False).items
        except ValidationError as error:
            raise self._api.unexpected(method) from error

    def _read(self, item: _Item) -> MessageReceived | None:
        if item.last_message is None:
            return None
        try:
            read = self._reader.read_message(item.last_message, datetime.now(UTC))
        except UnreadableEventError:
            return None
        return read if isinstance(read, MessageReceived) else None
