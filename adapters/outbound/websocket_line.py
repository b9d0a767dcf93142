"""One open WebSocket that pushes frames and watches for acknowledgements."""

import asyncio
from contextlib import suppress
from typing import Final, Literal

import msgspec
from websockets.asyncio.client import ClientConnection
from websockets.exceptions import WebSocketException

_PROVEN_AFTER: Final = 10.0
"""Seconds a connection must have lived, if nothing was acknowledged on it, to count as a good one."""


class _Ack(msgspec.Struct):
    # Not a tag: msgspec takes a frame without one for tagged.
    type: Literal["ack"]
    id: str


_ACK: Final = msgspec.json.Decoder(_Ack)


class WebSocketLine:
    """A connection together with the task that reads it: frames left unread would stop its keepalive in the end."""

    def __init__(self, socket: ClientConnection) -> None:
        self._socket = socket
        self._awaited: tuple[str, asyncio.Future[None]] | None = None
        self._acknowledged = False
        self._opened_at = asyncio.get_running_loop().time()
        self._reader = asyncio.create_task(self._read(), name="notifier-reader")

    @property
    def is_open(self) -> bool:
        return not self._reader.done()

    @property
    def is_proven(self) -> bool:
        """Whether this was more than a server that accepts and drops."""
        return self._acknowledged or asyncio.get_running_loop().time() - self._opened_at >= _PROVEN_AFTER

    async def push(self, frame: bytes) -> None:
        """Hand over one text frame; waits while the peer reads too slowly."""
        await self._socket.send(frame, text=True)

    async def push_and_await_ack(self, frame: bytes, id_: str) -> None:
        """Raise ConnectionResetError when the connection ends first. One frame at a time."""
        acknowledged: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._awaited = (id_, acknowledged)
        try:
            await self.push(frame)
            await asyncio.wait({acknowledged, self._reader}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            self._awaited = None
        if not acknowledged.done():
            raise ConnectionResetError("closed before the acknowledgement")

    async def close(self) -> None:
        """Say goodbye, for as long as the connection's close timeout allows."""
        with suppress(WebSocketException, OSError):
            await self._socket.close()
        await self.abort()

    async def abort(self) -> None:
        """Drop the connection at once."""
        self._socket.transport.abort()
        self._reader.cancel()
        await asyncio.wait({self._reader})

    async def _read(self) -> None:
        with suppress(WebSocketException, OSError):
            async for frame in self._socket:
                self._take(frame)

    def _take(self, frame: str | bytes) -> None:
        try:
            ack = _ACK.decode(frame)
        except (msgspec.DecodeError, RecursionError, UnicodeError):
            # Whatever else the peer says is of no interest here.
            return
        if self._awaited is not None and ack.id == self._awaited[0] and not self._awaited[1].done():
            self._acknowledged = True
            self._awaited[1].set_result(None)
