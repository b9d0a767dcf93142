"""A wire between two programs that a test can cut, hold or let swallow what it carries; bytes pass as they are."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from enum import Enum, auto

from tests.integration.services.ports import HOST, free_port


class Wire(Enum):
    PASSES = auto()
    HOLDS = auto()
    """Connections are taken and nothing moves on them, as when a peer has vanished without a word."""
    SWALLOWS_ANSWERS = auto()
    """What is asked arrives; at the first byte of the answer ``on_answer`` is called and the connection dropped."""


class Relay:
    def __init__(self, target: int, port: int | None = None) -> None:
        self.port = free_port() if port is None else port
        self.state = Wire.PASSES
        self.on_answer: Callable[[], None] = lambda: None
        self.asked = 0
        """Bytes that were carried to the target."""
        self.held = 0
        """Connections that were taken and left alone."""
        self.target = target
        """The port to which the next connection goes."""
        self._open: set[asyncio.StreamWriter] = set()

    @property
    def url(self) -> str:
        return f"http://{HOST}:{self.port}"

    def cut(self) -> None:
        """Drop every connection there is."""
        for writer in tuple(self._open):
            writer.transport.abort()

    async def handle(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._open.add(writer)
        try:
            if self.state is Wire.HOLDS:
                self.held += 1
                await reader.read(-1)
                return
            with suppress(OSError):
                await self._carry(reader, writer)
        finally:
            self._open.discard(writer)
            writer.transport.abort()

    async def _carry(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        far_reader, far_writer = await asyncio.open_connection(HOST, self.target)
        ways = [
            asyncio.create_task(self._pump(reader, far_writer, is_answer=False)),
            asyncio.create_task(self._pump(far_reader, writer, is_answer=True)),
        ]
        try:
            await asyncio.wait(ways, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for way in ways:
                way.cancel()
            await asyncio.gather(*ways, return_exceptions=True)
            far_writer.transport.abort()

    async def _pump(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, *, is_answer: bool) -> None:
        while data := await reader.read(65_536):
            if is_answer and self.state is Wire.SWALLOWS_ANSWERS:
                self.on_answer()
                return
            writer.write(data)
            await writer.drain()
            self.asked += 0 if is_answer else len(data)


@asynccontextmanager
async def relay_to(target: int, *, port: int | None = None) -> AsyncIterator[Relay]:
    """Listens on ``port``, a free one if none is given."""
    relay = Relay(target, port)
    server = await asyncio.start_server(relay.handle, HOST, relay.port)
    try:
        yield relay
    finally:
        server.close()
        relay.cut()
