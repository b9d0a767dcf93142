"""Money that is wanted by all at once, a deploy in the midst of answers, Redis gone."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager, suppress

import pytest
from websockets.exceptions import ConnectionClosed

from tests.integration.faults.conftest import OpenPlace
from tests.integration.faults.place import Place, told_by_vk_too
from tests.integration.services.mariadb import MariaDbServer
from tests.integration.services.redis import RedisServer
from tests.integration.whole.chat_client import ChatClient, visiting
from tests.integration.whole.sandbox_client import SandboxClient

mortal = pytest.mark.parametrize("place", ["mortal"], indirect=True)


async def test_money_for_seven_answers_gives_seven_when_twenty_are_wanted_at_once(
    open_place: OpenPlace, vk: SandboxClient, mariadb: MariaDbServer
) -> None:
    """Fault 30 on two nodes; a thousand holds at once for seven hundred: tests/integration/database/test_races.py."""
    place = await open_place(mariadb, STARTING_BALANCE="37.50")
    place.site.credited = 3750
    post_id = await vk.post()
    async with told_by_vk_too(vk, place.last):
        await asyncio.gather(*(vk.comment(post_id, f"Почём {number}?") for number in range(20)))
        books = await place.check(vk)

    ends = sorted(turn.state for turn in books.turns)
    assert ends == ["declined"] * 13 + ["settled"] * 7
    assert [row.type for row in books.notifications].count("balance_exhausted") == 1
    assert books.accounts[0].balance_kopecks == 250
    assert len(await vk.said_under(post_id)) == 7


@mortal
async def test_nothing_is_lost_when_a_node_leaves_amid_answers(place: Place, vk: SandboxClient) -> None:
    """Fault 30, a deploy: what is not finished within the grace goes on elsewhere, sockets are told to come back."""
    await vk.model("answer", match="Почём", text="одно слово за другим " * 12, token_delay=0.1, times=40)
    post_id = await vk.post()
    async with many_visitors(place, 12) as visitors:
        turns = await asyncio.gather(*(begin(visitor) for visitor, _ in visitors))
        for number in range(12):
            await vk.comment(post_id, f"Почём {number}?")
        code = await place.first.stopped()
        await asyncio.gather(*(hear_out(visitor) for visitor, _ in visitors))
        closed = {visitor.socket.close_code for visitor, _ in visitors}
    resumed = await asyncio.gather(
        *(come_back(place, token, turn) for (_, token), turn in zip(visitors, turns, strict=True))
    )
    books = await place.check(vk)

    assert code == 0
    assert closed <= {1001, 1012}
    assert resumed == ["settled"] * 12
    assert len(books.turns) == 24


@asynccontextmanager
async def many_visitors(place: Place, count: int) -> AsyncIterator[list[tuple[ChatClient, str]]]:
    """Visitors of the first node, each with the token of its session."""
    async with AsyncExitStack() as stack:
        visitors = [await stack.enter_async_context(visiting(place.first)) for _ in range(count)]
        yield [(visitor, (await visitor.hello())["token"]) for visitor in visitors]


async def begin(visitor: ChatClient) -> str:
    turn_id: str = (await visitor.say("m1", "Почём занятие?"))["turn_id"]
    await visitor.until("delta")
    return turn_id


async def hear_out(visitor: ChatClient) -> None:
    """Read to the end of the connection."""
    with suppress(ConnectionClosed):
        while True:
            json.loads(await visitor.socket.recv())


async def come_back(place: Place, token: str, turn_id: str) -> str:
    async with visiting(place.last) as back:
        await back.hello(token=token, after_seq=1, open_turns=[turn_id])
        ended = await back.answer(turn_id)
        assert back.texts.get(turn_id, ended["message"]["text"]) == ended["message"]["text"]
        return str(ended["state"])


@mortal
async def test_answers_come_more_slowly_when_redis_is_gone(
    place: Place, vk: SandboxClient, mortal_redis: RedisServer
) -> None:
    """Fault 30: live news between nodes stop, the database brings the end; when Redis is back all is as before."""
    await vk.model("answer", match="Почём?", text="одно слово за другим " * 8, token_delay=0.1)
    async with visiting(place.first) as visitor:
        welcome = await visitor.hello()
        first = (await visitor.say("m1", "Почём?"))["turn_id"]
        await visitor.until("delta")
        mortal_redis.stop()
        try:
            ended = await visitor.answer(first)
            post_id = await vk.post()
            await vk.answer(post_id, to=await vk.comment(post_id, "А где вы?"))
            async with visiting(place.last) as back:
                await back.hello(token=welcome["token"], after_seq=1, open_turns=[first])
                again = await back.answer(first)
                second = await back.answer((await back.say("m2", "А когда?"))["turn_id"])
        finally:
            mortal_redis.start()
    await asyncio.to_thread(place.wait_until_joined)
    await place.check(vk)

    assert again["message"] == ended["message"]
    assert visitor.texts[first] == ended["message"]["text"]
    assert second["state"] == "settled"
