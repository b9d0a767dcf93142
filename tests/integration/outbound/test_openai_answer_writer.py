import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Final

import httpx2
import pytest

from adapters.outbound.openai_answer_writer import OpenAiAnswerWriter
from adapters.outbound.openai_client import OpenAiClient, open_openai_client
from adapters.sandbox.config import SandboxConfig
from adapters.sandbox.server import serve_sandbox
from domain.answer import AnswerWriterError, Fault
from ports.answer_writer import AnswerWriter
from tests.contracts.answer_writer import LINES, AnswerWriterContract, AnswerWriterWorld, Fragments
from tests.integration.outbound.scripted_server import Exchange, scripted_server

BEHAVIOURS: Final[dict[Fault, dict[str, object]]] = {
    Fault.UNAVAILABLE: {"kind": "error", "status": 503},
    Fault.RATE_LIMITED: {"kind": "rate_limited", "retry_after": 7},
    Fault.UNAUTHORISED: {"kind": "error", "status": 401},
    Fault.REFUSED: {"kind": "error", "status": 400},
    Fault.CUT: {"kind": "cut"},
}


@dataclass(slots=True)
class SandboxWorld:
    """The stand-in model, over HTTP."""

    writer: AnswerWriter
    control: httpx2.AsyncClient

    async def answer_next(self, text: str, *, finish_reason: str = "stop") -> None:
        await self.script({"kind": "answer", "text": text, "finish_reason": finish_reason})

    async def fail_next(self, fault: Fault, *, partial: str = "") -> None:
        await self.script(BEHAVIOURS[fault] | {"text": f"{partial} и так далее", "after": len(partial.split())})

    async def hang_next(self, text: str) -> None:
        await self.script({"kind": "hang", "text": text, "after": 1})

    async def until_left(self) -> None:
        while True:
            requests = (await self.control.get("/sandbox/api/model/requests")).json()["requests"]
            if all(request["state"] != "running" for request in requests):
                return
            await asyncio.sleep(0.01)

    async def script(self, behaviour: dict[str, object]) -> None:
        (await self.control.post("/sandbox/api/model", json=behaviour)).raise_for_status()


def make_writer(client: OpenAiClient) -> OpenAiAnswerWriter:
    return OpenAiAnswerWriter(client, model="stand-in", first_token_timeout=30, total_timeout=60, max_output_tokens=800)


@pytest.fixture
async def sandbox_world() -> AsyncIterator[SandboxWorld]:
    async with (
        serve_sandbox(SandboxConfig(token_delay=0)) as url,
        open_openai_client(f"{url}/v1", "made-up") as client,
        httpx2.AsyncClient(base_url=url, trust_env=False) as control,
    ):
        yield SandboxWorld(writer=make_writer(client), control=control)


class TestOpenAiAnswerWriter(AnswerWriterContract):
    @pytest.fixture
    def world(self, sandbox_world: SandboxWorld) -> AnswerWriterWorld:
        return sandbox_world


async def test_tells_when_to_come_back_when_the_model_is_busy(sandbox_world: SandboxWorld) -> None:
    await sandbox_world.fail_next(Fault.RATE_LIMITED)

    with pytest.raises(AnswerWriterError) as caught:
        await sandbox_world.writer.write(LINES, on_fragment=Fragments())

    assert caught.value.retry_after == 7


@pytest.mark.parametrize(
    ("behaviour", "fault"),
    [
        ({"kind": "clean_early_end", "after": 2}, Fault.CUT),
        ({"kind": "garbage", "after": 2}, Fault.MALFORMED),
        ({"kind": "error", "after": 2}, Fault.CUT),
    ],
)
async def test_names_the_fault_when_the_stream_goes_wrong(
    sandbox_world: SandboxWorld, behaviour: dict[str, object], fault: Fault
) -> None:
    await sandbox_world.script(behaviour | {"text": "раз два три четыре"})

    with pytest.raises(AnswerWriterError) as caught:
        await sandbox_world.writer.write(LINES, on_fragment=Fragments())

    assert caught.value.fault is fault


async def test_is_cut_when_the_socket_is_reset_in_the_middle() -> None:
    async def break_off(exchange: Exchange) -> None:
        await exchange.begin_stream()
        await exchange.send_chunk(b'data: {"choices":[{"delta":{"content":"part"}}]}\n\n')
        exchange.reset()

    async with scripted_server(break_off) as server, open_openai_client(server.url, "made-up") as client:
        writer = make_writer(client)
        fragments = Fragments()
        with pytest.raises(AnswerWriterError) as caught:
            await writer.write(LINES, on_fragment=fragments)

    assert (caught.value.fault, fragments.text) == (Fault.CUT, "part")


async def test_leaves_the_socket_when_cancelled_before_the_first_token() -> None:
    asked, left = asyncio.Event(), asyncio.Event()

    async def hang(exchange: Exchange) -> None:
        asked.set()
        await exchange.until_client_left()
        left.set()

    async with scripted_server(hang) as server, open_openai_client(server.url, "made-up") as client:
        writer = make_writer(client)
        writing = asyncio.create_task(writer.write(LINES, on_fragment=Fragments()))
        await asked.wait()
        writing.cancel()
        with pytest.raises(asyncio.CancelledError):
            await writing
        await left.wait()


async def test_keeps_the_connection_when_writing_again() -> None:
    async def answer(exchange: Exchange) -> None:
        await exchange.begin_stream()
        await exchange.send_chunk(b'data: {"choices":[{"delta":{"content":"ok"},"finish_reason":"stop"}]}\n\n')
        await exchange.send_chunk(b"data: [DONE]\n\n")
        await exchange.send(b"0\r\n\r\n")

    async with scripted_server(answer) as server, open_openai_client(server.url, "made-up") as client:
        writer = make_writer(client)
        for _ in range(5):
            await writer.write(LINES, on_fragment=Fragments())

        assert server.connections == 1
