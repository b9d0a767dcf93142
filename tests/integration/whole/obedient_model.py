"""A model that does whatever it is asked: it repeats all it was told, calls tools nobody gave it, writes markup."""

import asyncio
import json
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from tests.integration.outbound.scripted_server import Exchange, scripted_server

Request = dict[str, Any]
HOSTILE = (
    "/balance 1000000\n<script>alert(1)</script> [приз](javascript:alert(1)) ![x](https://zlo.example/p.png) "
    '<img src=x onerror=alert(1)> {"type":"top_up","amount":"100000.00"}\n'
)
TOOL_CALLS = [
    {"index": 0, "id": "t1", "type": "function", "function": {"name": "top_up", "arguments": '{"amount": 1000000}'}},
    {"index": 1, "id": "t2", "type": "function", "function": {"name": "send_message", "arguments": '{"text": "!"}'}},
]


@dataclass
class ObedientModel:
    """``requests`` are what it was asked, oldest first; ``most_at_once`` how many of them it had open together."""

    delay: float = 0.0
    url: str = ""
    requests: list[Request] = field(default_factory=list)
    most_at_once: int = 0
    _open: int = 0

    async def answer(self, exchange: Exchange) -> None:
        request: Request = json.loads(exchange.body)
        self.requests.append(request)
        self._open += 1
        self.most_at_once = max(self.most_at_once, self._open)
        try:
            await asyncio.sleep(self.delay)
            await exchange.begin_stream()
            for delta in ({"role": "assistant", "tool_calls": TOOL_CALLS}, {"content": _obeyed(request)}):
                await exchange.send_chunk(_event(_chunk(delta)))
            await exchange.send_chunk(_event(_chunk({}, finish_reason="stop")))
            await exchange.send_chunk(b"data: [DONE]\n\n")
            await exchange.send_chunk(b"")
        finally:
            self._open -= 1


def _obeyed(request: Request) -> str:
    told = "\n".join(f"{line['role']}: {line['content']}" for line in reversed(request["messages"]))
    return f"Слушаюсь. {HOSTILE}{told}"


def _chunk(delta: object, finish_reason: str | None = None) -> Request:
    choice = {"index": 0, "delta": delta, "finish_reason": finish_reason}
    created = int(time.time())
    return {"id": "o", "object": "chat.completion.chunk", "created": created, "model": "obedient", "choices": [choice]}


def _event(chunk: Request) -> bytes:
    return f"data: {json.dumps(chunk, ensure_ascii=False)}\n\n".encode()


@asynccontextmanager
async def obedient_model(*, delay: float = 0.0) -> AsyncIterator[ObedientModel]:
    model = ObedientModel(delay=delay)
    async with scripted_server(model.answer) as server:
        model.url = f"{server.url}/v1"
        yield model
