"""A visitor whose computer takes nothing from its socket any more: chat protocol 1 by hand, since libraries read."""

import asyncio
import base64
import json
import os
import socket
import struct
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from tests.integration.services.ports import HOST
from tests.integration.whole.house import House

_SMALL_BUFFER = 4096
_EXTENDED = 126


class SlowReader:
    def __init__(self, connection: socket.socket) -> None:
        self._connection = connection

    async def send(self, **fields: object) -> None:
        data, mask = json.dumps(fields).encode(), os.urandom(4)
        head = struct.pack(">BB", 0x81, 0x80 | len(data)) if len(data) < _EXTENDED else None
        head = head or struct.pack(">BBH", 0x81, 0x80 | _EXTENDED, len(data))
        masked = bytes(byte ^ mask[place % 4] for place, byte in enumerate(data))
        await asyncio.get_running_loop().sock_sendall(self._connection, head + mask + masked)


@asynccontextmanager
async def reading_nothing(house: House) -> AsyncIterator[SlowReader]:
    loop = asyncio.get_running_loop()
    with socket.socket() as connection:
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, _SMALL_BUFFER)
        connection.setblocking(False)
        await loop.sock_connect(connection, (HOST, house.port))
        key = base64.b64encode(os.urandom(16)).decode()
        lines = (
            "GET /ws HTTP/1.1",
            f"Host: {HOST}:{house.port}",
            f"Origin: {house.url}",
            "Upgrade: websocket",
            "Connection: Upgrade",
            f"Sec-WebSocket-Key: {key}",
            "Sec-WebSocket-Version: 13",
        )
        await loop.sock_sendall(connection, ("\r\n".join(lines) + "\r\n\r\n").encode())
        assert b" 101" in (await loop.sock_recv(connection, 12))
        yield SlowReader(connection)
