from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

import pytest

from adapters.outbound.vk_api import VkApi, open_vk_http_client
from adapters.outbound.vk_dialogs import VkDialogs
from adapters.outbound.vk_event_source import VkEventSource, open_long_poll_client
from domain.community import CommunityError
from ports.event_source import PolledEvent
from tests.contracts.dialogs import DialogsContract, DialogsWorld
from tests.contracts.event_source import EventSourceContract, EventSourceWorld
from tests.integration.sandbox_bench import ANNA, GROUP, Bench, running


@dataclass(slots=True)
class SandboxWorld:
    """The stand-in VK over HTTP."""

    bench: Bench
    source: VkEventSource
    dialogs: VkDialogs

    async def happens(self) -> str:
        event_id: str = (await self.bench.control("message", {"from_id": ANNA, "text": "Привет"}))["event_id"]
        return event_id

    async def expire_key(self) -> None:
        await self.fail_poll({"kind": "error", "code": 2})

    async def lose_history(self) -> None:
        await self.fail_poll({"kind": "error", "code": 1})

    async def lose_session(self) -> None:
        await self.fail_poll({"kind": "error", "code": 3})

    async def fail_poll(self, fault: dict[str, object]) -> None:
        await self.bench.control("faults", fault | {"method": "longpoll"})

    async def write(self, person: int, text: str) -> None:
        await self.bench.control("message", {"from_id": person, "text": text})

    async def answer(self, person: int, text: str) -> None:
        await self.bench.vk("messages.send", peer_id=person, random_id=person, message=text)

    async def refuse_next(self, code: int) -> None:
        await self.bench.control("faults", {"kind": "error", "code": code, "method": "messages.getConversations"})


@asynccontextmanager
async def opened() -> AsyncIterator[SandboxWorld]:
    async with (
        running(callback_url=None) as bench,
        open_vk_http_client(bench.url) as client,
        open_long_poll_client(bench.url) as polling,
    ):
        api = VkApi(client, bench.url, "sandbox", "5.199")
        yield SandboxWorld(bench, VkEventSource(api, polling, GROUP, wait=1), VkDialogs(api, GROUP))


@pytest.fixture
async def sandbox_world() -> AsyncIterator[SandboxWorld]:
    async with opened() as world:
        yield world


class TestVkEventSource(EventSourceContract):
    @pytest.fixture
    def world(self, sandbox_world: SandboxWorld) -> EventSourceWorld:
        return sandbox_world


class TestVkDialogs(DialogsContract):
    @pytest.fixture
    def world(self, sandbox_world: SandboxWorld) -> DialogsWorld:
        return sandbox_world


async def test_brings_nothing_when_nothing_happens(sandbox_world: SandboxWorld) -> None:
    session = await sandbox_world.source.open()

    batch = await sandbox_world.source.poll(session, ts=session.ts)

    assert (list(batch.events), batch.ts) == ([], session.ts)


@pytest.mark.parametrize("fault", [{"kind": "http", "status": 403}, {"kind": "not_json"}, {"kind": "drop_reply"}])
async def test_has_no_answer_when_the_poll_server_fails(sandbox_world: SandboxWorld, fault: dict[str, object]) -> None:
    session = await sandbox_world.source.open()
    await sandbox_world.fail_poll(fault)

    with pytest.raises(CommunityError) as caught:
        await sandbox_world.source.poll(session, ts=session.ts)

    assert caught.value.outcome_unknown
    assert session.key not in str(caught.value)


async def test_goes_through_all_pages_when_many_wait(sandbox_world: SandboxWorld) -> None:
    for person in range(1, 421):
        await sandbox_world.write(person, "Здравствуйте")

    found = await sandbox_world.dialogs.unanswered(most=10_000)
    some = await sandbox_world.dialogs.unanswered(most=200)

    assert {message.peer_id for message in found} == set(range(1, 421))
    assert len(some) == 200


async def test_body_of_a_polled_event_is_what_a_callback_would_bring(sandbox_world: SandboxWorld) -> None:
    session = await sandbox_world.source.open()
    await sandbox_world.happens()

    (event,) = (await sandbox_world.source.poll(session, ts=session.ts)).events

    assert isinstance(event, PolledEvent)
    assert event.group_id == GROUP
    assert b'"message_new"' in event.body
    assert b'"conversation_message_id"' in event.body
