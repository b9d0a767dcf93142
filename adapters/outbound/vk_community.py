"""The community at VK: comments, messages, the confirmation code."""

import asyncio
from collections.abc import Sequence
from typing import Final

from msgspec import Struct, ValidationError, convert

from adapters.outbound.storable_text import storable
from adapters.outbound.vk_api import VkApi
from adapters.outbound.vk_format import format_data
from domain.delivery import CommentTarget, DialogTarget
from domain.rich_text import Span

_CODE_KEPT: Final = 60.0
"""Seconds. Strangers can provoke the question at no cost, so it is not passed on each time; but whoever sets up a
callback server anew needs the new code soon."""


HISTORY_COUNT: Final = 200
"""The most that messages.getHistory gives at once."""


class _CreatedComment(Struct):
    comment_id: int


class _HistoryMessage(Struct):
    id: int
    random_id: int = 0


class _History(Struct):
    items: list[_HistoryMessage]


class _ConfirmationCode(Struct):
    code: str


class VkCommunity:
    def __init__(self, api: VkApi, group_id: int) -> None:
        self._api = api
        self._group_id = group_id
        self._code: tuple[str, float] | None = None

    async def create_comment(self, target: CommentTarget, text: str, *, guid: str) -> int:
        method = "wall.createComment"
        parameters = {
            "owner_id": str(target.owner_id),
            "post_id": str(target.post_id),
            "from_group": str(self._group_id),
            "message": storable(text),
            "guid": guid,
        }
        if target.reply_to is not None:
            parameters["reply_to_comment"] = str(target.reply_to)
        response = await self._api.call(method, parameters)
        try:
            return convert(response, _CreatedComment, strict=False).comment_id
        except ValidationError as error:
            raise self._api.unexpected(method) from error

    async def send_message(self, target: DialogTarget, text: str, *, random_id: int, spans: Sequence[Span] = ()) -> int:
        method = "messages.send"
        parameters = {
            "peer_id": str(target.peer_id),
            "random_id": str(random_id),
            "message": storable(text),
            # What a stranger makes the model write calls nobody's attention and unfolds no preview of a page.
            "disable_mentions": "1",
            "dont_parse_links": "1",
        }
        if spans:
            parameters["format_data"] = format_data(text, spans)
        response = await self._api.call(method, parameters)
        try:
            return convert(response, int, strict=False)
        except ValidationError as error:
            raise self._api.unexpected(method) from error

    async def find_message(self, target: DialogTarget, *, random_id: int) -> int | None:
        method = "messages.getHistory"
        parameters = {"peer_id": str(target.peer_id), "count": str(HISTORY_COUNT)}
        response = await self._api.call(method, parameters)
        try:
            history = convert(response, _History, strict=False)
        except ValidationError as error:
            raise self._api.unexpected(method) from error
        return next((said.id for said in history.items if said.random_id == random_id), None)

    async def confirmation_code(self) -> str:
        now = asyncio.get_running_loop().time()
        if self._code is not None and now < self._code[1]:
            return self._code[0]
        method = "groups.getCallbackConfirmationCode"
        response = await self._api.call(method, {"group_id": str(self._group_id)})
        try:
            code = convert(response, _ConfirmationCode).code
        except ValidationError as error:
            raise self._api.unexpected(method) from error
        self._code = (code, now + _CODE_KEPT)
        return code
