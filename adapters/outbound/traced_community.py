"""A community whose calls are seen in traces."""

from collections.abc import Awaitable, Sequence
from typing import TypeVar

from domain.community import CommunityError
from domain.delivery import CommentTarget, DialogTarget
from domain.rich_text import Span
from ports.community import Community
from ports.tracing import Tracing

T = TypeVar("T")


class TracedCommunity:
    def __init__(self, community: Community, *, tracing: Tracing) -> None:
        self._community = community
        self._tracing = tracing

    async def create_comment(self, target: CommentTarget, text: str, *, guid: str) -> int:
        return await self._traced("create_comment", self._community.create_comment(target, text, guid=guid))

    async def send_message(self, target: DialogTarget, text: str, *, random_id: int, spans: Sequence[Span] = ()) -> int:
        call = self._community.send_message(target, text, random_id=random_id, spans=spans)
        return await self._traced("send_message", call)

    async def find_message(self, target: DialogTarget, *, random_id: int) -> int | None:
        return await self._traced("find_message", self._community.find_message(target, random_id=random_id))

    async def confirmation_code(self) -> str:
        return await self._traced("confirmation_code", self._community.confirmation_code())

    async def _traced(self, what: str, call: Awaitable[T]) -> T:
        with self._tracing.span(f"vk {what}", {"otklik.vk.call": what}, calls_out=True) as span:
            try:
                return await call
            except CommunityError as error:
                span.note({"otklik.vk.method": error.method, "otklik.vk.code": error.code})
                raise
