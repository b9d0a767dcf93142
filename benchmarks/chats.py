"""Chats that all ask at once, and how old each fragment is when it arrives."""

import asyncio
import json
import time
from contextlib import AsyncExitStack, suppress
from dataclasses import dataclass, field

from websockets.asyncio.client import ClientConnection, connect
from websockets.typing import Origin

from tests.integration.services.ports import HOST

HELLO = json.dumps({"type": "hello", "protocol": 1})
QUESTION = json.dumps({"type": "message", "id": "1", "text": "Когда экзамен?"})
HANGS = 60.0


@dataclass(slots=True)
class Seen:
    """Milliseconds: from the sending of a token to its arrival, from the question to the first token."""

    delays: list[float] = field(default_factory=list)
    firsts: list[float] = field(default_factory=list)


def percentile(values: list[float], share: float) -> float:
    return sorted(values)[min(len(values) - 1, int(len(values) * share))]


async def chat_all(port: int, chats: int, tokens: int, *, over: float, greets: bool) -> Seen:
    """All of them open first, then ask, one after the other, within ``over`` seconds; delays count from then on."""
    seen = Seen()
    async with AsyncExitStack() as stack, asyncio.timeout(HANGS):
        sockets = [await _open(stack, port, greets=greets) for _ in range(chats)]
        full = time.time_ns() + int(over * 1e9)
        async with asyncio.TaskGroup() as group:
            for number, socket in enumerate(sockets):
                group.create_task(_chat(socket, tokens, seen, wait=over * number / chats, full=full))
    return seen


async def _open(stack: AsyncExitStack, port: int, *, greets: bool) -> ClientConnection:
    origin = Origin(f"http://{HOST}:{port}")
    opening = connect(f"ws://{HOST}:{port}/ws", origin=origin, proxy=None, compression=None)
    socket = await stack.enter_async_context(opening)
    if greets:
        await socket.send(HELLO)
        await socket.recv()
    return socket


async def _chat(socket: ClientConnection, tokens: int, seen: Seen, *, wait: float, full: int) -> None:
    await asyncio.sleep(wait)
    asked, came = time.time_ns(), 0
    await socket.send(QUESTION)
    while came < tokens:
        frame = json.loads(await socket.recv())
        if frame["type"] != "delta":
            continue
        now, stamps = time.time_ns(), frame["text"].split()
        if not came:
            seen.firsts.append((now - asked) / 1e6)
        seen.delays += [(now - int(stamp)) / 1e6 for stamp in stamps if int(stamp) > full]
        came += len(stamps)


async def ramp(port: int, most: int, *, over: float, span: float, greets: bool) -> list[list[float]]:
    """Milliseconds that fragments were old at their arrival, by spans of so many seconds; sockets are open before."""
    seen: list[list[float]] = [[] for _ in range(round(over / span))]
    async with AsyncExitStack() as stack:
        sockets = [await _open(stack, port, greets=greets) for _ in range(most)]
        began = time.time_ns()
        with suppress(TimeoutError):
            async with asyncio.timeout(over), asyncio.TaskGroup() as group:
                for number, socket in enumerate(sockets):
                    group.create_task(_watch(socket, seen, began, span=span, wait=over * number / most))
    return seen


async def _watch(socket: ClientConnection, seen: list[list[float]], began: int, *, span: float, wait: float) -> None:
    await asyncio.sleep(wait)
    await socket.send(QUESTION)
    while True:
        frame = json.loads(await socket.recv())
        now = time.time_ns()
        if frame["type"] == "delta" and (number := int((now - began) / 1e9 / span)) < len(seen):
            seen[number] += [(now - int(stamp)) / 1e6 for stamp in frame["text"].split()]
