"""Chats of a server: how long the first token takes, and how many stream before fragments come too late."""

import asyncio
import json
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Protocol, Self

from websockets.asyncio.client import ClientConnection, connect
from websockets.typing import Origin

from tests.integration.services.ports import HOST

HELLO = json.dumps({"type": "hello", "protocol": 1})
QUESTION = json.dumps({"type": "message", "id": "1", "text": "Когда экзамен?"})
HANGS = 60.0
LATEST = 150.0
"""Milliseconds that 99 of 100 fragments must be younger than."""
SPAN = 0.5
WARM_UP = 2.0
"""Seconds: fragments are looked at by spans of time; the first spans may pass in silence."""


class Chat(Protocol):
    """One socket that asks one question."""

    async def ask(self) -> None: ...

    async def fragment(self) -> str:
        """The next one of the answer: the stamps that the model's stand-in put into it."""
        ...

    def drop(self) -> None:
        """Closes without waiting for the other side, which may be far behind."""
        ...


Opens = Callable[[int], Awaitable[Chat]]
"""A chat with the server at a port."""


async def open_socket(url: str, port: int) -> ClientConnection:
    return await connect(
        f"ws://{HOST}:{port}{url}", origin=Origin(f"http://{HOST}:{port}"), proxy=None, compression=None
    )


class FrameChat:
    """By the frames of our protocol, as far as the bare relay speaks it too."""

    def __init__(self, socket: ClientConnection) -> None:
        self._socket = socket

    @classmethod
    async def open(cls, port: int) -> Self:
        return cls(await open_socket("/ws", port))

    @classmethod
    async def open_with_hello(cls, port: int) -> Self:
        socket = await open_socket("/ws", port)
        await socket.send(HELLO)
        await socket.recv()
        return cls(socket)

    async def ask(self) -> None:
        await self._socket.send(QUESTION)

    async def fragment(self) -> str:
        while True:
            frame = json.loads(await self._socket.recv())
            if frame["type"] == "delta":
                text: str = frame["text"]
                return text

    def drop(self) -> None:
        self._socket.transport.abort()


def percentile(values: list[float], share: float) -> float:
    return sorted(values)[min(len(values) - 1, int(len(values) * share))]


@asynccontextmanager
async def _opened(opens: Opens, port: int, count: int) -> AsyncIterator[list[Chat]]:
    chats: list[Chat] = []
    try:
        for _ in range(count):
            chats.append(await opens(port))  # noqa: PERF401 - what is open is dropped when the next one is not
        yield chats
    finally:
        for chat in chats:
            chat.drop()


async def first_tokens(opens: Opens, port: int, count: int, *, over: float) -> list[float]:
    """Milliseconds from each question to its first token; asked one after the other within ``over`` seconds."""

    async def ask(chat: Chat, after: float) -> float:
        await asyncio.sleep(after)
        asked = time.perf_counter()
        await chat.ask()
        await chat.fragment()
        milliseconds = (time.perf_counter() - asked) * 1e3
        streaming.append(asyncio.create_task(_read_on(chat)))
        return milliseconds

    streaming: list[asyncio.Task[None]] = []
    async with _opened(opens, port, count) as chats, asyncio.timeout(HANGS):
        found = await asyncio.gather(*(ask(chat, over * number / count) for number, chat in enumerate(chats)))
        for task in streaming:
            task.cancel()
    return found


async def _read_on(chat: Chat) -> None:
    while True:
        await chat.fragment()


async def most_at_once(opens: Opens, port: int, most: int, *, over: float, every: float) -> float:
    """
    How many streamed before the first span of time in which too many fragments were late, or none came.

    Tokens that came are counted, one ``every`` so many seconds for each chat: who asked and still waits for the first
    does not stream. All sockets are open before; one after the other asks, within ``over`` seconds. It ends when this
    is known.
    """
    seen: list[list[float]] = [[] for _ in range(round(over / SPAN))]

    async def watch(chat: Chat, after: float) -> None:
        await asyncio.sleep(after)
        await chat.ask()
        while True:
            stamps = (await chat.fragment()).split()
            now = time.time_ns()
            if (number := int((now - began) / 1e9 / SPAN)) < len(seen):
                seen[number] += [(now - int(stamp)) / 1e6 for stamp in stamps]

    async with _opened(opens, port, most) as chats:
        began = time.time_ns()
        async with asyncio.TaskGroup() as group:
            watching = [group.create_task(watch(chat, over * n / most)) for n, chat in enumerate(chats)]
            spans = await _spans_in_time(seen, began)
            for task in watching:
                task.cancel()
    return max(1.0, max(map(len, seen[:spans]), default=0) * every / SPAN)


async def _spans_in_time(seen: list[list[float]], began: int) -> int:
    """How many passed before the first late one. Raises RuntimeError when not one fragment came."""
    for number, delays in enumerate(seen):
        await asyncio.sleep((number + 1) * SPAN - (time.time_ns() - began) / 1e9)
        is_silent = not delays and number * SPAN >= WARM_UP
        if is_silent and not any(seen):
            raise RuntimeError("the server does not answer at all")
        if is_silent or (delays and percentile(delays, 0.99) >= LATEST):
            return number
    return len(seen)
