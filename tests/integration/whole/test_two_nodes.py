"""Two server processes on one MariaDB and one Redis: one Otklik."""

import asyncio
from collections.abc import Iterator

import pytest

from tests.integration.whole.chat_client import visiting
from tests.integration.whole.conftest import OpenHouse
from tests.integration.whole.house import VK_SECRET, House
from tests.integration.whole.sandbox_client import SandboxClient

COMMENTS = 12

pytestmark = pytest.mark.parametrize("database_url", ["mariadb"], indirect=True)


@pytest.fixture
def nodes(open_house: OpenHouse, redis_url: str) -> Iterator[tuple[House, House]]:
    both = (open_house(REDIS_URL=redis_url), open_house(REDIS_URL=redis_url))
    for node in both:
        node.launch()
    for node in both:
        node.wait_until_ready()
    yield both
    assert [node.stop() for node in both] == [0, 0]
    assert [node.complaints() for node in both] == [[], []]


async def send_events_to_both(vk: SandboxClient, nodes: tuple[House, House]) -> None:
    """The second node is a callback server of its own: each event comes to both."""
    await vk.send_events_to(nodes[0])
    server = {"url": nodes[1].callback_url, "title": "second", "secret_key": VK_SECRET}
    server_id = (await vk.method("groups.addCallbackServer", **server))["server_id"]
    await vk.method("groups.setCallbackSettings", server_id=server_id, wall_reply_new=1, wall_post_new=1)


async def test_comment_is_answered_once_when_both_nodes_are_told(nodes: tuple[House, House], vk: SandboxClient) -> None:
    await send_events_to_both(vk, nodes)
    post_id = await vk.post()

    asked = await asyncio.gather(*(vk.comment(post_id, f"Сколько стоит {number}?") for number in range(COMMENTS)))
    for comment_id in asked:
        await vk.answer(post_id, to=comment_id)
    told = await vk.all_told()
    balance, turns = await nodes[1].books()

    answers = await vk.said_under(post_id)
    assert sorted(answer["reply_to_comment"] for answer in answers) == sorted(asked)
    assert len({event["url"] for event in told if event["type"] == "wall_reply_new"}) == 2
    assert {event["state"] for event in told} == {"delivered"}
    assert len(turns) == COMMENTS
    assert balance["available"] == "440.00"


async def test_chat_begun_on_one_node_goes_on_on_the_other(nodes: tuple[House, House], vk: SandboxClient) -> None:
    await vk.model("answer", match="медленно", token_delay=0.15)
    async with visiting(nodes[0]) as visitor:
        welcome = await visitor.hello()
        accepted = await visitor.say("m1", "Расскажите медленно, где вы находитесь")
        await visitor.until("delta")

    async with visiting(nodes[1]) as back, visiting(nodes[0]) as other_tab:
        resumed = await back.hello(token=welcome["token"], after_seq=1, open_turns=[accepted["turn_id"]])
        await back.until("snapshot")
        await other_tab.hello(token=welcome["token"], after_seq=1)
        ended = await back.answer(accepted["turn_id"])
        next_one = await back.say("m2", "Спасибо!")
        seen = await other_tab.until("message")
        last = await other_tab.answer(next_one["turn_id"])
        await back.ask("logout")
        await other_tab.until("signed_out")
        code = await other_tab.closed()

    assert resumed["conversation"]["id"] == welcome["conversation"]["id"]
    assert back.texts[accepted["turn_id"]] == ended["message"]["text"]
    assert seen["message"]["id"] == next_one["message"]["id"]
    assert other_tab.texts[next_one["turn_id"]] == last["message"]["text"]
    assert code == 1000


async def test_other_node_takes_over_when_one_is_killed(
    open_house: OpenHouse, redis_url: str, vk: SandboxClient
) -> None:
    first, second = (open_house(REDIS_URL=redis_url, LEASE_SECONDS="2") for _ in range(2))
    await first.restart()
    await vk.send_events_to(first)
    await vk.model("hang", match="Почём")
    post_id = await vk.post()
    comment_id = await vk.comment(post_id, "Почём занятие?")
    await vk.asked("Почём")

    await second.restart()
    first.kill()
    answer = await vk.answer(post_id, to=comment_id)

    assert await vk.answers(post_id, to=comment_id) == [answer]
