"""A chat by Chainlit's protocol: socket.io's frames in engine.io's, over a websocket."""

import json
from datetime import UTC, datetime
from typing import Any, Self
from uuid import uuid4

from websockets.asyncio.client import ClientConnection

from benchmarks.chats import open_socket

ADDRESS = "/ws/socket.io/?EIO=4&transport=websocket"
CONNECT, EVENT = "40", "42"
PING, PONG = "2", "3"


class ChainlitChat:
    """What Chainlit's own page sends from its opening to its first question."""

    def __init__(self, socket: ClientConnection) -> None:
        self._socket = socket

    @classmethod
    async def open(cls, port: int) -> Self:
        """Returns when the session is there."""
        chat = cls(await open_socket(ADDRESS, port))
        await chat._frame()  # engine.io's own greeting
        session = {
            "sessionId": str(uuid4()),
            "clientType": "webapp",
            "userEnv": "{}",
            "chatProfile": "",
            "threadId": "",
        }
        await chat._socket.send(CONNECT + json.dumps(session))
        if not (answer := await chat._frame()).startswith(CONNECT):
            raise ConnectionError(answer)
        await chat._emit("connection_successful")
        return chat

    async def ask(self) -> None:
        at = datetime.now(UTC).isoformat()
        message = {
            "id": str(uuid4()),
            "name": "User",
            "type": "user_message",
            "output": "Когда экзамен?",
            "createdAt": at,
        }
        await self._emit("client_message", {"message": message, "fileReferences": []})

    async def fragment(self) -> str:
        while True:
            frame = await self._frame()
            if not frame.startswith(EVENT):
                continue
            name, *given = json.loads(frame.removeprefix(EVENT))
            if name == "stream_token":
                token: str = given[0]["token"]
                return token
            if name == "stream_start":  # brings the first token with it
                first: str = given[0]["output"]
                return first

    def drop(self) -> None:
        self._socket.transport.abort()

    async def _frame(self) -> str:
        while (frame := await self._socket.recv(decode=True)) == PING:
            await self._socket.send(PONG)
        return frame

    async def _emit(self, name: str, *given: Any) -> None:
        await self._socket.send(EVENT + json.dumps([name, *given]))
