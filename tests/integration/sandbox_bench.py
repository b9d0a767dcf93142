"""A running sandbox with everything that talks to it, for the tests beside it."""

import asyncio
import json
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import httpx2
import openai

from adapters.sandbox.config import SandboxConfig
from adapters.sandbox.server import serve_sandbox

GROUP = 229000001
ANNA = 555000111
SEED_POST = 1


@dataclass
class Receiver:
    """A callback server that answers what it is told to, then `ok`."""

    url: str = ""
    answers: list[tuple[int, str, str]] = field(default_factory=list)
    bodies: list[bytes] = field(default_factory=list)
    counters: list[str | None] = field(default_factory=list)

    @property
    def events(self) -> list[dict[str, Any]]:
        return [json.loads(body) for body in self.bodies]

    async def handle(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = (await reader.readuntil(b"\r\n\r\n")).decode()
        headers = dict(line.lower().split(": ", 1) for line in head.split("\r\n")[1:] if ": " in line)
        self.bodies.append(await reader.readexactly(int(headers["content-length"])))
        self.counters.append(headers.get("x-retry-counter"))
        status, body, extra = self.answers.pop(0) if self.answers else (200, "ok", "")
        answer = f"HTTP/1.1 {status} x\r\ncontent-length: {len(body)}\r\nconnection: close\r\n{extra}\r\n{body}"
        writer.write(answer.encode())
        await writer.drain()
        writer.close()
        await writer.wait_closed()


@dataclass
class Bench:
    """A running sandbox with everything that talks to it."""

    http: httpx2.AsyncClient
    receiver: Receiver
    url: str

    async def vk(self, method: str, **params: object) -> Any:
        form = {"access_token": "sandbox", "v": "5.199"} | {name: str(value) for name, value in params.items()}
        answer = await self.http.post(f"/method/{method}", data=form)
        assert answer.status_code == 200
        return answer.json()

    async def comment(self, **params: object) -> Any:
        return await self.vk("wall.createComment", owner_id=-GROUP, post_id=SEED_POST, **{"message": "да"} | params)

    async def control(self, path: str, body: object = None) -> Any:
        answer = await self.http.post(f"/sandbox/api/{path}", json=body)
        assert answer.status_code == 200, answer.text
        return answer.json()

    async def state(self) -> Any:
        return (await self.http.get("/sandbox/api/state")).json()

    async def deliveries(self) -> list[dict[str, Any]]:
        """The journal as soon as nothing is pending."""
        await until(self._is_idle)
        found: list[dict[str, Any]] = (await self.state())["deliveries"]
        return found

    async def _is_idle(self) -> bool:
        return not (await self.state())["pending_deliveries"]

    def model(self) -> openai.AsyncOpenAI:
        return openai.AsyncOpenAI(base_url=f"{self.url}/v1", api_key="any", max_retries=0, timeout=20)


async def until(holds: Callable[[], Awaitable[bool]]) -> None:
    async with asyncio.timeout(20):
        while not await holds():
            await asyncio.sleep(0.02)


@asynccontextmanager
async def running(**settings: Any) -> AsyncGenerator[Bench, None]:
    receiver = Receiver()
    listener = await asyncio.start_server(receiver.handle, "127.0.0.1", 0)
    receiver.url = f"http://127.0.0.1:{listener.sockets[0].getsockname()[1]}/callback"
    fast: dict[str, Any] = {
        "callback_url": receiver.url,
        "redelivery_delays": (0.05,) * 5,
        "token_delay": 0.0,
        "rate_limit": 0,
    }
    async with (
        listener,
        serve_sandbox(SandboxConfig(**fast | settings)) as url,
        httpx2.AsyncClient(base_url=url, trust_env=False, timeout=20) as http,
    ):
        yield Bench(http=http, receiver=receiver, url=url)
