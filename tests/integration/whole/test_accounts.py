"""Accounts on two server processes over one MariaDB and one Redis: what ends on one ends on both."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from itertools import count

import pytest

from tests.integration.whole.chat_client import ChatClient, visiting
from tests.integration.whole.conftest import OpenHouse
from tests.integration.whole.house import House

PASSWORD, NEW = "correct horse battery", "another horse battery"
WITHIN = 5.0
_logins = (f"anna{number}" for number in count(1))

pytestmark = pytest.mark.parametrize("database_url", ["mariadb"], indirect=True)


@pytest.fixture
async def nodes(open_house: OpenHouse, redis_url: str) -> AsyncIterator[tuple[House, House]]:
    both = (open_house(REDIS_URL=redis_url), open_house(REDIS_URL=redis_url))
    for node in both:
        await node.restart()
    yield both
    assert [await node.stopped() for node in both] == [0, 0]
    assert [node.complaints() for node in both] == [[], []]


@asynccontextmanager
async def on_both(nodes: tuple[House, House], login: str) -> AsyncIterator[tuple[ChatClient, ChatClient, str]]:
    """One session with a socket on each node; gives its token too."""
    async with visiting(nodes[0]) as near, visiting(nodes[1]) as far:
        await near.hello()
        token = (await near.ask("register", login=login, password=PASSWORD))["token"]
        await far.hello(token=token)
        yield near, far, token


async def all_closed(*clients: ChatClient) -> None:
    async with asyncio.timeout(WITHIN):
        assert [await client.closed() for client in clients] == [1000] * len(clients)


async def reason(node: House, login: str) -> set[str | None]:
    return {session["end_reason"] for session in await node.ask("people", "sessions", login)}


async def is_dead(node: House, token: str) -> bool:
    async with visiting(node) as client:
        return not (await client.hello(token=token))["session"]["resumed"]


async def test_what_ends_a_session_on_one_node_closes_its_sockets_on_both(nodes: tuple[House, House]) -> None:
    login = next(_logins)
    async with on_both(nodes, login) as (near, far, token):
        await near.ask("logout_everywhere")
        await all_closed(near, far)
    assert await is_dead(nodes[1], token)
    assert await reason(nodes[1], login) == {"signed_out_everywhere"}

    login = next(_logins)
    async with on_both(nodes, login) as (near, far, token), visiting(nodes[1]) as other:
        await other.hello()
        await other.ask("login", login=login, password=PASSWORD)
        changed = await other.ask("change_password", password=PASSWORD, new_password=NEW)
        await all_closed(near, far)
        assert (await other.ask("ping"))["type"] == "pong"
    assert await is_dead(nodes[0], token)
    assert not await is_dead(nodes[0], changed["token"])
    assert await reason(nodes[0], login) == {"password_changed", None}


async def test_command_line_closes_the_sockets_of_both_nodes(nodes: tuple[House, House]) -> None:
    """It has no Redis here: the nodes find it in the database."""
    login = next(_logins)
    async with on_both(nodes, login) as (near, far, token):
        ran = await nodes[0].command("people", "block", login, REDIS_URL="")
        assert ran.code == 0
        await all_closed(near, far)
    assert await is_dead(nodes[1], token)
    async with visiting(nodes[1]) as again:
        await again.hello()
        refused = await again.ask("login", login=login, password=PASSWORD)
    assert refused["code"] == "forbidden"
    assert await reason(nodes[1], login) == {"blocked"}


async def test_erased_person_leaves_numbers_behind_and_nothing_else(nodes: tuple[House, House]) -> None:
    login = next(_logins)
    async with on_both(nodes, login) as (near, far, token):
        accepted = await near.say("m1", "Очень тайные слова")
        await near.answer(accepted["turn_id"])
        exported = await near.ask("export")
        before = await nodes[0].ask("balance", "show")
        assert (await near.ask("erase", password=PASSWORD))["type"] == "erased"
        await all_closed(near, far)

    assert await is_dead(nodes[1], token)
    assert "Очень тайные слова" in json.dumps(exported, ensure_ascii=False)
    left = await nodes[1].ask("people", "export", exported["export"]["person"]["id"])
    assert {message["text"] for message in left["messages"]} == {""}
    assert left["person"]["login"] is None
    assert await nodes[1].ask("balance", "show") == before
    assert (await nodes[1].command("balance", "check")).code == 0


async def test_tries_of_a_login_are_counted_on_both_nodes_together(nodes: tuple[House, House]) -> None:
    login = next(_logins)
    codes = []
    async with visiting(nodes[0]) as near, visiting(nodes[1]) as far:
        for client in (near, far):
            await client.hello()
        for _ in range(8):
            replies = [await client.ask("login", login=login, password=PASSWORD) for client in (near, far)]
            codes += [(reply["code"], "retry_after" in reply) for reply in replies]

    assert codes[:10] == [("bad_credentials", False)] * 10
    assert ("rate_limited", True) in codes[10:]
