"""One socket's way out: frames are sent one after the other, and a reader who is too slow is cut."""

import asyncio
from typing import Any, Final

from litestar import WebSocket
from litestar.exceptions import WebSocketDisconnect

from adapters.inbound.chat.encoded_once import encode_frame
from adapters.inbound.chat.frames import ServerFrame

SEND_SECONDS: Final = 10.0
COME_BACK: Final = 1012
SIGNED_OUT: Final = 1000
POLICY: Final = 1008
NOT_THE_PROTOCOL: Final = 4400
NO_HELLO: Final = 4401
TOO_SLOW: Final = 4408

Socket = WebSocket[Any, Any, Any]


class ClosedError(Exception):
    """The socket is closed, by either side."""


class Channel:
    __slots__ = ("_is_closed", "_socket")

    def __init__(self, socket: Socket) -> None:
        self._socket = socket
        self._is_closed = False

    async def send(self, frame: ServerFrame) -> None:
        """Raises ClosedError. A reader who takes nothing for SEND_SECONDS is cut with 4408."""
        await self.send_text(encode_frame(frame))

    async def send_text(self, frame: str) -> None:
        """Send a frame that is JSON already. Raises ClosedError, as ``send`` does."""
        if self._is_closed:
            raise ClosedError
        try:
            async with asyncio.timeout(SEND_SECONDS):
                await self._socket.send_data(frame, mode="text")
        except TimeoutError:
            await self.close(TOO_SLOW, "reader too slow")
            raise ClosedError from None
        except (WebSocketDisconnect, RuntimeError, OSError) as error:
            self._is_closed = True
            raise ClosedError from error

    async def receive(self) -> str | bytes:
        """Wait for the next frame. Raises ClosedError."""
        try:
            message = await self._socket.receive()
        except (WebSocketDisconnect, RuntimeError) as error:
            self._is_closed = True
            raise ClosedError from error
        if message["type"] != "websocket.receive":
            self._is_closed = True
            raise ClosedError
        return message.get("text") or message.get("bytes") or ""

    async def close(self, code: int, reason: str) -> None:
        """Closing twice changes nothing."""
        if self._is_closed:
            return
        self._is_closed = True
        try:
            async with asyncio.timeout(SEND_SECONDS):
                await self._socket.close(code, reason)
        except (TimeoutError, WebSocketDisconnect, RuntimeError, OSError):
            return
