"""A visitor of the site: chat protocol 1 over a real socket."""

import asyncio
import itertools
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from websockets.asyncio.client import ClientConnection, connect
from websockets.typing import Origin

from tests.integration.whole.house import House
from tests.integration.whole.waiting import BOUND_SECONDS

Frame = dict[str, Any]


class ChatClient:
    """Keeps every frame it has seen; ``texts`` are the answers as the fragments so far make them."""

    def __init__(self, socket: ClientConnection) -> None:
        self.socket = socket
        self.frames: list[Frame] = []
        self.texts: dict[str, str] = {}
        self._refs = itertools.count(1)

    async def send(self, kind: str, **fields: object) -> str:
        """Send a frame; gives the ``ref`` that its reply will carry."""
        ref = f"r{next(self._refs)}"
        await self.socket.send(json.dumps({"type": kind, "ref": ref} | fields))
        return ref

    async def ask(self, kind: str, **fields: object) -> Frame:
        """Send a frame and wait for its direct reply."""
        ref = await self.send(kind, **fields)
        while True:
            frame = await self.next()
            if frame.get("ref") == ref:
                return frame

    async def next(self) -> Frame:
        async with asyncio.timeout(BOUND_SECONDS):
            frame: Frame = json.loads(await self.socket.recv())
        self.frames.append(frame)
        self._lay(frame)
        return frame

    async def until(self, kind: str, **fields: object) -> Frame:
        """The next frame of this type with these fields."""
        while True:
            frame = await self.next()
            if frame["type"] == kind and all(frame.get(name) == value for name, value in fields.items()):
                return frame

    async def hello(self, **fields: object) -> Frame:
        welcome = await self.ask("hello", protocol=1, **fields)
        assert welcome["type"] == "welcome", welcome
        return welcome

    async def say(self, id_: str, text: str) -> Frame:
        accepted = await self.ask("message", id=id_, text=text)
        assert accepted["type"] == "accepted", accepted
        return accepted

    async def answer(self, turn_id: str) -> Frame:
        """The end of a turn."""
        return await self.until("turn_ended", turn_id=turn_id)

    async def closed(self) -> int | None:
        """The code with which the server closes, waited for."""
        async with asyncio.timeout(BOUND_SECONDS):
            await self.socket.wait_closed()
        return self.socket.close_code

    def kinds(self) -> list[str]:
        return [frame["type"] for frame in self.frames]

    def _lay(self, frame: Frame) -> None:
        if frame["type"] == "snapshot":
            self.texts[frame["turn_id"]] = frame["text"]
        elif frame["type"] == "delta":
            before = self.texts.get(frame["turn_id"], "")
            assert frame["offset"] <= len(before), "a hole in the answer"
            self.texts[frame["turn_id"]] = before[: frame["offset"]] + frame["text"]


@asynccontextmanager
async def visiting(house: House) -> AsyncIterator[ChatClient]:
    """A socket from a page of the site; ``hello`` is still to be said."""
    async with connect(socket_url(house), origin=Origin(house.url), proxy=None, close_timeout=2) as socket:
        yield ChatClient(socket)


def socket_url(house: House) -> str:
    return f"ws{house.url.removeprefix('http')}/ws"
