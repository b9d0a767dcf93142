"""As many connections to the model as turns at once: none waits for one as for its first token."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import Final

import pytest

from configuration.load_settings import load_settings
from configuration.model import Model
from domain.answer import WrittenAnswer
from tests.contracts.answer_writer import LINES, Fragments
from tests.integration.outbound.scripted_server import Exchange, ScriptedServer, scripted_server

AT_ONCE: Final = 230
"""More than the two hundred of a client that is told nothing."""
LONG: Final = 60.0
"""Seconds; longer than it takes on any machine."""


@dataclass(slots=True)
class Gate:
    """The model begins each answer at once and ends none before it is let through."""

    opened: asyncio.Event = field(default_factory=asyncio.Event)

    async def answer(self, exchange: Exchange) -> None:
        await exchange.begin_stream()
        await exchange.send_chunk(b'data: {"choices":[{"delta":{"content":"ok"}}]}\n\n')
        await self.opened.wait()
        await exchange.send_chunk(b'data: {"choices":[{"delta":{},"finish_reason":"stop"}]}\n\n')
        await exchange.send_chunk(b"data: [DONE]\n\n")
        await exchange.send(b"0\r\n\r\n")


@pytest.fixture
def gate() -> Gate:
    return Gate()


@pytest.fixture
async def server(gate: Gate) -> AsyncIterator[ScriptedServer]:
    async with scripted_server(gate.answer) as server:
        yield server


@pytest.fixture
async def model(server: ScriptedServer) -> AsyncIterator[Model]:
    model = Model(
        load_settings(
            {"OPENAI_BASE_URL": server.url, "OPENAI_API_KEY": "made-up", "TURN_CONCURRENCY": str(AT_ONCE)}, dotenv=None
        )
    )
    try:
        yield model
    finally:
        await model.close()


async def write_all(model: Model, gate: Gate) -> list[WrittenAnswer]:
    """None ends before all have begun."""
    gate.opened.clear()
    begun = [Fragments() for _ in range(AT_ONCE)]
    async with asyncio.timeout(LONG), asyncio.TaskGroup() as group:
        writing = [group.create_task(model.named("stand-in").write(LINES, on_fragment=each)) for each in begun]
        for each in begun:
            await each.came.wait()
        gate.opened.set()
    return [each.result() for each in writing]


async def test_all_answers_at_once_have_their_first_fragment_and_the_next_ones_open_nothing(
    server: ScriptedServer, model: Model, gate: Gate
) -> None:
    for _ in range(2):
        answers = await write_all(model, gate)

        assert [answer.text for answer in answers] == ["ok"] * AT_ONCE
        assert server.connections == AT_ONCE
