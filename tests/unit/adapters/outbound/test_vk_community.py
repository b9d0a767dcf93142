import asyncio
from urllib.parse import parse_qsl

import httpx2
import pytest

from adapters.outbound.vk_api import VkApi
from adapters.outbound.vk_community import VkCommunity
from domain.community import CommunityError
from domain.delivery import CommentTarget, DialogTarget

GROUP = 229_000_001


class Vk:
    """Answers every call with the same body and keeps what was asked."""

    def __init__(self, body: object) -> None:
        self.body = body
        self.calls: list[tuple[str, dict[str, str]]] = []
        client = httpx2.AsyncClient(transport=httpx2.MockTransport(self._answer))
        self.community = VkCommunity(VkApi(client, "https://vk.test", "t", "5.199"), GROUP)

    def _answer(self, request: httpx2.Request) -> httpx2.Response:
        form = dict(parse_qsl(request.content.decode()))
        self.calls.append((request.url.path.removeprefix("/method/"), form))
        return httpx2.Response(200, json={"response": self.body})


async def test_comments_as_the_community_when_replying() -> None:
    vk = Vk({"comment_id": 2_012, "parents_stack": [2_001]})

    target = CommentTarget(owner_id=-GROUP, post_id=1_001, reply_to=2_001)
    assert await vk.community.create_comment(target, "Да", guid="otklik-1-0") == 2_012

    assert vk.calls == [
        (
            "wall.createComment",
            {
                "owner_id": str(-GROUP),
                "post_id": "1001",
                "from_group": str(GROUP),
                "reply_to_comment": "2001",
                "message": "Да",
                "guid": "otklik-1-0",
                "v": "5.199",
            },
        )
    ]


async def test_names_no_comment_when_the_post_itself_is_answered() -> None:
    vk = Vk({"comment_id": 2_012})

    await vk.community.create_comment(CommentTarget(owner_id=-GROUP, post_id=1_001, reply_to=None), "Да", guid="g")

    assert "reply_to_comment" not in vk.calls[0][1]


async def test_writes_without_mentions_and_previews_when_sending() -> None:
    vk = Vk(5_123)

    assert await vk.community.send_message(DialogTarget(peer_id=555), "Да\0 \ud83d", random_id=7) == 5_123

    assert vk.calls == [
        (
            "messages.send",
            {
                "peer_id": "555",
                "random_id": "7",
                "message": "Да ",
                "disable_mentions": "1",
                "dont_parse_links": "1",
                "v": "5.199",
            },
        )
    ]


async def test_asks_for_the_code_once_when_it_is_wanted_often() -> None:
    vk = Vk({"code": "a1b2c3d4"})

    codes = [await vk.community.confirmation_code() for _ in range(5)]

    assert codes == ["a1b2c3d4"] * 5
    assert vk.calls == [("groups.getCallbackConfirmationCode", {"group_id": str(GROUP), "v": "5.199"})]


async def test_asks_for_the_code_again_when_a_minute_has_passed() -> None:
    vk = Vk({"code": "a1b2c3d4"})
    vk.community._code = ("outdated", asyncio.get_running_loop().time() - 1)

    assert await vk.community.confirmation_code() == "a1b2c3d4"


@pytest.mark.parametrize("body", [None, "x", [], {}, {"comment_id": "x"}, {"comment_id": None}, {"code": 5}])
async def test_outcome_is_unknown_when_the_response_is_of_another_shape(body: object) -> None:
    community = Vk(body).community

    for call in (
        community.create_comment(CommentTarget(owner_id=-GROUP, post_id=1, reply_to=None), "Да", guid="g"),
        community.send_message(DialogTarget(peer_id=5), "Да", random_id=7),
        community.confirmation_code(),
    ):
        with pytest.raises(CommunityError) as caught:
            await call
        assert caught.value.outcome_unknown
