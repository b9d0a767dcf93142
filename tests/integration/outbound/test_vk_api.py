import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from adapters.outbound.vk_api import VkApi, open_vk_http_client
from domain.community import CommunityError
from tests.integration.outbound.scripted_server import Exchange, Script, ScriptedServer, scripted_server


@asynccontextmanager
async def vk(script: Script, *, total_timeout: float = 10) -> AsyncIterator[tuple[VkApi, ScriptedServer]]:
    async with scripted_server(script) as server, open_vk_http_client(server.url) as client:
        yield VkApi(client, server.url, "token", "5.199", total_timeout=total_timeout), server


async def test_keeps_the_connection_when_calling_again() -> None:
    async def answer(exchange: Exchange) -> None:
        await exchange.reply(b'{"response":1}')

    async with vk(answer) as (api, server):
        for _ in range(5):
            await api.call("messages.send", {"message": "Да"})

        assert server.connections == 1
        assert server.requests[0] == "message=%D0%94%D0%B0&v=5.199"


async def test_outcome_is_unknown_when_the_connection_is_reset() -> None:
    async def drop(exchange: Exchange) -> None:
        exchange.reset()

    async with vk(drop) as (api, _):
        with pytest.raises(CommunityError) as caught:
            await api.call("messages.send", {})

    assert caught.value.outcome_unknown


async def test_outcome_is_unknown_when_the_answer_breaks_off() -> None:
    async def break_off(exchange: Exchange) -> None:
        await exchange.send(b'HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{"response":1}')
        exchange.reset()

    async with vk(break_off) as (api, _):
        with pytest.raises(CommunityError) as caught:
            await api.call("messages.send", {})

    assert caught.value.outcome_unknown


async def test_outcome_is_unknown_when_the_answer_drips() -> None:
    async def drip(exchange: Exchange) -> None:
        await exchange.send(b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n")
        while True:
            await exchange.send(b" ")
            await asyncio.sleep(0.01)

    async with vk(drip, total_timeout=0.1) as (api, _):
        with pytest.raises(CommunityError) as caught:
            await api.call("messages.send", {})

    assert (caught.value.outcome_unknown, caught.value.detail) == (True, "timed out")


async def test_outcome_is_unknown_when_nobody_listens() -> None:
    async with vk(lambda _: asyncio.sleep(0)) as (_, server):
        url = server.url

    async with open_vk_http_client(url) as client:
        with pytest.raises(CommunityError) as caught:
            await VkApi(client, url, "token", "5.199").call("messages.send", {})

    assert caught.value.outcome_unknown


async def test_goes_on_when_the_call_before_was_cancelled() -> None:
    asked = asyncio.Event()

    async def hang_first(exchange: Exchange) -> None:
        if not asked.is_set():
            asked.set()
            await exchange.until_client_left()
            return
        await exchange.reply(b'{"response":2}')

    async with vk(hang_first) as (api, _):
        calling = asyncio.create_task(api.call("messages.send", {}))
        await asked.wait()
        calling.cancel()
        with pytest.raises(asyncio.CancelledError):
            await calling

        assert await api.call("messages.send", {}) == 2
