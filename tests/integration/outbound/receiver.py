"""The other service, on a free loopback port."""

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from typing import Any

from websockets.asyncio.server import Server, ServerConnection, serve
from websockets.exceptions import ConnectionClosed

Answer = Callable[[ServerConnection, dict[str, Any]], Awaitable[None]]


async def acknowledge(socket: ServerConnection, frame: dict[str, Any]) -> None:
    await socket.send(json.dumps({"type": "ack", "id": frame["id"]}))


async def keep_silent(socket: ServerConnection, frame: dict[str, Any]) -> None:
    pass


class Receiver:
    """The other service: keeps every frame and answers it with ``answer``."""

    def __init__(self, answer: Answer = acknowledge) -> None:
        self.answer = answer
        self.frames: list[dict[str, Any]] = []
        self.connections = 0
        self.failures = 0
        self.url = ""
        self._arrived = asyncio.Condition()

    async def until_received(self, count: int) -> None:
        async with self._arrived:
            await self._arrived.wait_for(lambda: len(self.frames) >= count)

    async def serve(self, socket: ServerConnection) -> None:
        self.connections += 1
        if self.failures:
            self.failures -= 1
            socket.transport.abort()
            return
        with suppress(ConnectionClosed):
            async for frame in socket:
                assert isinstance(frame, str)
                self.frames.append(json.loads(frame))
                async with self._arrived:
                    self._arrived.notify_all()
                await self.answer(socket, self.frames[-1])


@asynccontextmanager
async def receiving(receiver: Receiver, port: int = 0) -> AsyncIterator[Server]:
    async with serve(receiver.serve, "127.0.0.1", port, compression=None, close_timeout=0.1) as server:
        receiver.url = f"ws://127.0.0.1:{server.sockets[0].getsockname()[1]}/push"
        yield server
