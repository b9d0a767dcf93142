from collections.abc import AsyncIterator
from dataclasses import dataclass

import pytest

from adapters.outbound.vk_api import VkApi, open_vk_http_client
from adapters.outbound.vk_callback_registry import VkCallbackRegistry
from tests.contracts.callback_registry import CallbackRegistryContract, CallbackRegistryWorld
from tests.integration.sandbox_bench import GROUP, running

CODE = "c0de"


@dataclass(slots=True)
class SandboxWorld:
    """The stand-in VK over HTTP, and a server that knows the code."""

    registry: VkCallbackRegistry
    confirming: str


@pytest.fixture
async def sandbox_world() -> AsyncIterator[SandboxWorld]:
    async with running(callback_url=None, confirmation_code=CODE) as bench, open_vk_http_client(bench.url) as client:
        bench.receiver.answers += [(200, CODE, "")] * 11
        api = VkApi(client, bench.url, "sandbox", "5.199")
        yield SandboxWorld(VkCallbackRegistry(api, GROUP), bench.receiver.url)


class TestVkCallbackRegistry(CallbackRegistryContract):
    @pytest.fixture
    def world(self, sandbox_world: SandboxWorld) -> CallbackRegistryWorld:
        return sandbox_world
