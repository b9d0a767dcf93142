"""Walls and names read back from VK, in the shapes that its schema has."""

import json
from typing import Any

import httpx2
import pytest

from adapters.outbound.recent_answers import RecentAnswers
from adapters.outbound.vk_api import VkApi
from adapters.outbound.vk_profiles import VkProfiles
from adapters.outbound.vk_wall import VkWall
from domain.community import CommunityError
from domain.surroundings import EarlierComment
from tests.unit.adapters.outbound.test_vk_api import make_api

WALL = -123
COMMENT = {"id": 5, "from_id": 7, "date": 1, "text": "Вы открыты?\0", "parents_stack": []}
REPLY = {"id": 6, "from_id": -123, "date": 2, "text": "Да"}


class Replies:
    def __init__(self, *responses: Any) -> None:
        self.asked: list[str] = []
        self._responses = list(responses)

    def api(self) -> VkApi:
        return make_api(self._answer)

    def _answer(self, request: httpx2.Request) -> httpx2.Response:
        self.asked.append(request.content.decode())
        return httpx2.Response(200, content=json.dumps(self._responses.pop(0)))


@pytest.mark.parametrize("response", [{"items": [{"id": 1, "text": "Набор"}]}, [{"id": 1, "text": "Набор"}]])
async def test_reads_a_post_once_in_either_shape(response: object) -> None:
    replies = Replies({"response": response})
    wall = VkWall(replies.api())

    assert [await wall.post(WALL, 1) for _ in range(2)] == ["Набор"] * 2
    assert len(replies.asked) == 1
    assert "posts=-123_1" in replies.asked[0]


async def test_reads_no_post_when_vk_shows_none() -> None:
    assert await VkWall(Replies({"response": {"items": []}}).api()).post(WALL, 1) is None


async def test_reads_a_thread_once() -> None:
    root = COMMENT | {"thread": {"count": 2, "items": [REPLY, {"id": 8, "deleted": True}, {"id": 9, "text": " "}]}}
    replies = Replies({"response": {"count": 1, "items": [root]}})
    wall = VkWall(replies.api())

    found = [await wall.thread(WALL, 1, 5) for _ in range(2)]

    assert found[0] == [
        EarlierComment(comment_id=5, author_vk_id=7, text="Вы открыты?"),
        EarlierComment(comment_id=6, author_vk_id=-123, text="Да"),
    ]
    assert found[1] == found[0]
    assert len(replies.asked) == 1


async def test_reads_no_thread_when_vk_shows_another() -> None:
    assert await VkWall(Replies({"response": {"items": [COMMENT]}}).api()).thread(WALL, 1, 4) == []


@pytest.mark.parametrize(
    "response", [{"response": 7}, {"response": {"items": [{"text": 1}]}}, {"error": {"error_code": 27}}]
)
async def test_tells_that_vk_has_refused_or_said_something_odd(response: object) -> None:
    with pytest.raises(CommunityError):
        await VkWall(Replies(response).api()).thread(WALL, 1, 5)
    with pytest.raises(CommunityError):
        await VkProfiles(Replies(response).api()).names({7})


async def test_asks_for_names_it_does_not_know_only() -> None:
    replies = Replies(
        {"response": [{"id": 7, "first_name": "Анна", "last_name": "Иванова"}]},
        {"response": [{"id": 9, "first_name": "Борис"}]},
    )
    profiles = VkProfiles(replies.api())

    assert await profiles.names({7, 8, -123}) == {7: "Анна Иванова"}
    assert await profiles.names({7, 8, 9}) == {7: "Анна Иванова", 9: "Борис"}
    assert await profiles.names({-123}) == {}
    assert [asked.split("&")[0] for asked in replies.asked] == ["user_ids=7%2C8", "user_ids=9"]


def test_forgets_what_is_old_or_too_much() -> None:
    now = 0.0
    recent: RecentAnswers[int, str | None] = RecentAnswers(most=2, seconds=10, monotonic=lambda: now)
    for key in (1, 2, 3):
        recent.keep(key, None)
    assert [recent.get(key) for key in (1, 2, 3)] == [None, (None,), (None,)]

    now = 10.0

    assert recent.get(3) is None
