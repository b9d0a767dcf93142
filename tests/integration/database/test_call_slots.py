"""The rate that processes share, on a real server: each process stands here as connections of its own."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack

import httpx2
import pytest

from adapters.outbound.database.call_slots import CallSlots
from adapters.outbound.database.engine import Database, open_database
from adapters.outbound.rate_limiter import RateLimiter, SharedRateLimiter
from adapters.outbound.vk_api import VkApi, open_vk_http_client
from adapters.outbound.vk_community import VkCommunity
from adapters.sandbox.config import SandboxConfig
from adapters.sandbox.server import serve_sandbox
from domain.delivery import DialogTarget
from tests.contracts.call_slots import RATE, CallSlotsContract, spread

PROCESSES = 4


class TestCallSlotsOnServers(CallSlotsContract):
    @pytest.fixture
    def database(self, mariadb_database: Database) -> Database:
        return mariadb_database


@pytest.fixture
async def processes(mariadb_database: Database, shared_mariadb_url: str) -> AsyncIterator[list[CallSlots]]:
    async with AsyncExitStack() as stack:
        databases = [
            await stack.enter_async_context(open_database(shared_mariadb_url, pool_size=2)) for _ in range(PROCESSES)
        ]
        yield [CallSlots(database, "vk:1", rate=RATE) for database in databases]


async def test_no_second_has_more_slots_than_the_rate_when_4_processes_reserve(processes: list[CallSlots]) -> None:
    async def work(slots: CallSlots) -> list[float]:
        return [moment for count in (1, 3, 1, 10, 2) * 3 for moment in spread(await slots.reserve(count))]

    moments = sorted(moment for one in await asyncio.gather(*map(work, processes)) for moment in one)

    assert len(moments) == PROCESSES * 51
    busiest = max(sum(begin <= moment < begin + 1 for moment in moments) for begin in moments)
    assert busiest <= RATE


async def test_vk_is_not_asked_too_often_when_4_processes_send(processes: list[CallSlots]) -> None:
    """The stand-in counts as VK does; it is let a few more pass, since this machine may be held up by others."""
    config = SandboxConfig(rate_limit=int(RATE) + 4)
    async with (
        serve_sandbox(config) as url,
        open_vk_http_client(url) as client,
        httpx2.AsyncClient(base_url=url, trust_env=False) as control,
    ):
        apis = [
            VkApi(client, url, "sandbox", "5.199", limiter=SharedRateLimiter(slots, RateLimiter(1)))
            for slots in processes
        ]
        answers = await asyncio.gather(
            *(api.call("users.get", {"user_ids": str(number)}) for number in range(12) for api in apis)
        )
        calls = (await control.get("/sandbox/api/state")).json()["api_calls"]

    assert len(answers) == PROCESSES * 12
    assert Counter(call["error_code"] for call in calls) == {None: PROCESSES * 12}


async def test_messages_go_together_and_once_when_4_processes_send_many(processes: list[CallSlots]) -> None:
    config = SandboxConfig(rate_limit=int(RATE) + 4)
    async with (
        serve_sandbox(config) as url,
        open_vk_http_client(url) as client,
        httpx2.AsyncClient(base_url=url, trust_env=False) as control,
    ):
        await control.post("/sandbox/api/message", json={"from_id": 555, "text": "Привет"})
        communities = [
            VkCommunity(
                VkApi(client, url, "sandbox", "5.199", limiter=SharedRateLimiter(slots, RateLimiter(1))),
                config.group_id,
            )
            for slots in processes
        ]
        dialog = DialogTarget(peer_id=555)
        sent = await asyncio.gather(
            *(
                community.send_message(dialog, f"ответ {which} {number}", random_id=which * 100 + number)
                for which, community in enumerate(communities, 1)
                for number in range(60)
            )
        )
        state = (await control.get("/sandbox/api/state")).json()

    assert len(set(sent)) == PROCESSES * 60
    texts = Counter(message["text"] for message in state["dialogs"][0]["messages"] if message["from_id"] < 0)
    assert texts == {f"ответ {which} {number}": 1 for which in range(1, 5) for number in range(60)}
    assert len(state["api_calls"]) < PROCESSES * 10
