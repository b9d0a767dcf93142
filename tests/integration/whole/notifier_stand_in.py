"""The other service, to which notifications are pushed: it writes down what comes, and acknowledges as it is told."""

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from websockets.asyncio.server import ServerConnection, serve

from tests.integration.services.ports import HOST
from tests.integration.whole.waiting import until


@dataclass
class NotifierStandIn:
    """``refusals``: so many of the next frames are answered by closing the connection. ``acks``: whether to ack."""

    acks: bool = False
    refusals: int = 0
    frames: list[dict[str, Any]] = field(default_factory=list)
    connections: int = 0

    async def handle(self, connection: ServerConnection) -> None:
        self.connections += 1
        async for text in connection:
            frame = json.loads(text)
            self.frames.append(frame)
            if self.refusals:
                self.refusals -= 1
                return
            if self.acks:
                await connection.send(json.dumps({"type": "ack", "id": frame["id"]}))

    async def received(self, count: int) -> list[dict[str, Any]]:
        """The frames so far, as soon as there are ``count`` of them."""

        async def look() -> bool:
            return len(self.frames) >= count

        await until(look, f"{count} notifications")
        return self.frames


@asynccontextmanager
async def listening(stand_in: NotifierStandIn, port: int) -> AsyncIterator[str]:
    async with serve(stand_in.handle, HOST, port):
        yield notifier_url(port)


def notifier_url(port: int) -> str:
    return f"ws://{HOST}:{port}/notifications"
