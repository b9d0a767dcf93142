from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any

import httpx2
import pytest

from adapters.outbound.vk_api import VkApi, open_vk_http_client
from adapters.outbound.vk_community import VkCommunity
from adapters.sandbox.config import SandboxConfig
from adapters.sandbox.server import serve_sandbox
from domain.community import CommunityError
from domain.delivery import CommentTarget, DialogTarget
from ports.community import Community
from tests.contracts.community import CommunityContract, CommunityWorld

GROUP = 229_000_001
PERSON = 555_000_111


@dataclass(slots=True)
class SandboxWorld:
    """The community in the stand-in VK, over HTTP."""

    community: Community
    control: httpx2.AsyncClient
    post: CommentTarget
    dialog: DialogTarget

    async def comments(self) -> list[str]:
        posts = (await self._state())["posts"]
        comments = next(post for post in posts if post["id"] == self.post.post_id)["comments"]
        return [comment["text"] for comment in comments if comment["author"] == "community"]

    async def messages(self) -> list[str]:
        return [message["text"] for message in await self._messages()]

    async def marked(self) -> list[tuple[str, str, str]]:
        last = (await self._messages())[-1]
        units = last["text"].encode("utf-16-le")
        return [
            (
                item["type"].replace("url", "link"),
                units[2 * item["offset"] : 2 * (item["offset"] + item["length"])].decode("utf-16-le"),
                item.get("url", ""),
            )
            for item in last["format_data"]["items"]
        ]

    async def _messages(self) -> list[dict[str, Any]]:
        dialogs = (await self._state())["dialogs"]
        messages = next(dialog for dialog in dialogs if dialog["peer_id"] == self.dialog.peer_id)["messages"]
        return [message for message in messages if message["author"] == "community"]

    async def refuse_next(self, code: int) -> None:
        await self.script({"kind": "error", "code": code})

    async def lose_next_answer(self) -> None:
        await self.script({"kind": "drop_reply"})

    async def script(self, fault: dict[str, object]) -> None:
        (await self.control.post("/sandbox/api/faults", json=fault)).raise_for_status()

    async def _state(self) -> dict[str, Any]:
        state: dict[str, Any] = (await self.control.get("/sandbox/api/state")).json()
        return state


@pytest.fixture
async def sandbox_world() -> AsyncIterator[SandboxWorld]:
    config = SandboxConfig(group_id=GROUP, access_token="made-up", rate_limit=0, confirmation_code="c0de")
    async with (
        serve_sandbox(config) as url,
        open_vk_http_client(url) as client,
        httpx2.AsyncClient(base_url=url, trust_env=False) as control,
    ):
        written = (await control.post("/sandbox/api/post", json={"text": "Ярмарка"})).json()
        await control.post("/sandbox/api/message", json={"from_id": PERSON, "text": "Привет"})
        yield SandboxWorld(
            community=VkCommunity(VkApi(client, url, "made-up", "5.199"), GROUP),
            control=control,
            post=CommentTarget(owner_id=-GROUP, post_id=written["post_id"], reply_to=None),
            dialog=DialogTarget(peer_id=PERSON),
        )


class TestVkCommunity(CommunityContract):
    @pytest.fixture
    def world(self, sandbox_world: SandboxWorld) -> CommunityWorld:
        return sandbox_world


@pytest.mark.parametrize(
    "fault",
    [{"kind": "not_json"}, {"kind": "http", "status": 502}, {"kind": "http", "status": 403}, {"kind": "drop_reply"}],
)
async def test_outcome_is_unknown_when_vk_does_not_answer(
    sandbox_world: SandboxWorld, fault: dict[str, object]
) -> None:
    await sandbox_world.script(fault)

    with pytest.raises(CommunityError) as caught:
        await sandbox_world.community.send_message(sandbox_world.dialog, "Да", random_id=7)

    assert caught.value.outcome_unknown
    assert await sandbox_world.community.send_message(sandbox_world.dialog, "Да", random_id=7) > 0
    assert await sandbox_world.messages() == ["Да"]
