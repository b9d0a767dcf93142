"""A wall of VK, read with the service key of an application: a community's own key may not."""

from collections.abc import Sequence
from typing import Any, Final

from msgspec import Struct, ValidationError, convert

from adapters.outbound.recent_answers import RecentAnswers
from adapters.outbound.storable_text import storable
from adapters.outbound.vk_api import VkApi
from domain.surroundings import EarlierComment

REPLIES: Final = 10
"""The most that wall.getComments gives below a comment."""
_KEPT: Final = 1_000
_SECONDS: Final = 600.0


class _Post(Struct):
    text: str = ""


class _Posts(Struct):
    """Since 5.131 or so; before that the list stood alone."""

    items: list[_Post] = []


class _Comment(Struct):
    id: int
    from_id: int = 0
    text: str = ""
    deleted: bool = False


class _Replies(Struct):
    items: list[_Comment] = []


class _Root(_Comment):
    thread: _Replies | None = None


class _Roots(Struct):
    items: list[_Root] = []


class VkWall:
    def __init__(self, api: VkApi) -> None:
        self._api = api
        self._posts: RecentAnswers[tuple[int, int], str | None] = RecentAnswers(most=_KEPT, seconds=_SECONDS)
        self._threads: RecentAnswers[tuple[int, int], list[EarlierComment]] = RecentAnswers(
            most=_KEPT, seconds=_SECONDS
        )

    async def post(self, owner_id: int, post_id: int) -> str | None:
        known = self._posts.get((owner_id, post_id))
        if known is not None:
            return known[0]
        method = "wall.getById"
        response = await self._api.call(method, {"posts": f"{owner_id}_{post_id}"})
        items = self._read(method, {"items": response} if isinstance(response, list) else response, _Posts).items
        text = storable(items[0].text) if items else None
        self._posts.keep((owner_id, post_id), text)
        return text

    async def thread(self, owner_id: int, post_id: int, root_id: int) -> Sequence[EarlierComment]:
        known = self._threads.get((owner_id, root_id))
        if known is not None:
            return known[0]
        method = "wall.getComments"
        parameters = {
            "owner_id": str(owner_id),
            "post_id": str(post_id),
            "start_comment_id": str(root_id),
            "count": "1",
            "sort": "asc",
            "thread_items_count": str(REPLIES),
        }
        roots = self._read(method, await self._api.call(method, parameters), _Roots).items
        found = [comment for root in roots if root.id == root_id for comment in _whole(root)]
        self._threads.keep((owner_id, root_id), found)
        return found

    def _read(self, method: str, response: Any, shape: type[Any]) -> Any:
        try:
            return convert(response, shape, strict=False)
        except ValidationError as error:
            raise self._api.unexpected(method) from error


def _whole(root: _Root) -> list[EarlierComment]:
    comments: list[_Comment] = [root, *(root.thread.items if root.thread else [])]
    return [
        EarlierComment(comment_id=each.id, author_vk_id=each.from_id, text=storable(each.text))
        for each in comments
        if not each.deleted and each.text.strip()
    ]
