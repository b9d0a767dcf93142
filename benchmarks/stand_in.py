"""
The least that VK, a model and a listener to our answers can be.

Every VK method succeeds, every question gets an answer of so many tokens, what is said over a WebSocket is heard.

usage: python -m benchmarks.stand_in PORT [--wait SECONDS] [--tokens N] [--every SECONDS]

``--wait`` passes before the first token, ``--every`` before each further one. A token's text is the moment it was sent
at, in nanoseconds, so that whoever gets it knows how old it is. ``GET /count`` tells how many comments were created,
``GET /hush`` ends the answers that are on their way.
"""

import argparse
import asyncio
import json
import time
from collections.abc import AsyncIterator
from typing import Any

import uvicorn

KEPT_SECONDS = 75
"""A connection that nobody uses, as nginx has it, which stands before most servers of models."""

HEAD = b'data: {"id":"1","object":"chat.completion.chunk","created":1,"model":"stand-in","choices":[{"index":0,"delta":'
TEXT = HEAD + b'{"content":"%d "},"finish_reason":null}]}\n\n'
LAST = HEAD + b'{},"finish_reason":"stop"}]}\n\ndata: [DONE]\n\n'
WHOLE = {"id": "1", "object": "chat.completion", "created": 1, "model": "stand-in"}


class StandIn:
    def __init__(self, *, wait: float, tokens: int, every: float) -> None:
        self._wait = wait
        self._tokens = tokens
        self._every = every
        self._comments = 0
        self._hushed = 0

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] == "websocket":
            await _hear(receive, send)
        elif scope["type"] == "http":
            body = await _body(receive)
            if scope["path"].endswith("/chat/completions"):
                await self._answer(body, send)
            else:
                await _send(send, json.dumps(self._method(scope["path"].rpartition("/")[2], body)).encode())

    def _method(self, name: str, body: bytes) -> dict[str, Any]:
        if name == "count":
            return {"comments": self._comments}
        if name == "hush":
            self._hushed += 1
        if name == "wall.createComment":
            return {"response": self._create()}
        if name == "execute":
            return {"response": [self._create() for _ in range(body.count(b"wall.createComment"))]}
        return {"response": {"count": 0, "items": []}}

    def _create(self) -> dict[str, int]:
        self._comments += 1
        return {"comment_id": 1_000_000_000 + self._comments}

    async def _answer(self, body: bytes, send: Any) -> None:
        if not json.loads(body).get("stream"):
            await asyncio.sleep(self._wait)
            text = f"{time.time_ns()} " * self._tokens
            choice = {"index": 0, "finish_reason": "stop", "message": {"role": "assistant", "content": text}}
            await _send(send, json.dumps(WHOLE | {"choices": [choice]}).encode())
            return
        await send(_head(b"text/event-stream"))
        async for part in self._parts():
            await send({"type": "http.response.body", "body": part, "more_body": True})
        await send({"type": "http.response.body", "body": b""})

    async def _parts(self) -> AsyncIterator[bytes]:
        """Each token for itself, or all that are due at once in one."""
        hushed = self._hushed
        await asyncio.sleep(self._wait)
        if not self._every:
            yield b"".join([TEXT % time.time_ns() for _ in range(self._tokens)]) + LAST
            return
        due = asyncio.get_running_loop().time()
        for _ in range(self._tokens):
            if self._hushed > hushed:
                break
            yield TEXT % time.time_ns()
            due += self._every
            if (rest := due - asyncio.get_running_loop().time()) > 0:
                await asyncio.sleep(rest)
        yield LAST


async def _hear(receive: Any, send: Any) -> None:
    while (message := await receive())["type"] != "websocket.disconnect":
        if message["type"] == "websocket.connect":
            await send({"type": "websocket.accept"})


async def _body(receive: Any) -> bytes:
    parts = []
    while True:
        message = await receive()
        parts.append(message.get("body", b""))
        if not message.get("more_body"):
            return b"".join(parts)


async def _send(send: Any, body: bytes) -> None:
    await send(_head(b"application/json"))
    await send({"type": "http.response.body", "body": body})


def _head(content_type: bytes) -> dict[str, Any]:
    return {"type": "http.response.start", "status": 200, "headers": [(b"content-type", content_type)]}


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("port", type=int)
    parser.add_argument("--wait", type=float, default=0.0)
    parser.add_argument("--tokens", type=int, default=20)
    parser.add_argument("--every", type=float, default=0.0)
    given = parser.parse_args()
    app = StandIn(wait=given.wait, tokens=given.tokens, every=given.every)
    uvicorn.run(
        app,
        port=given.port,
        log_config=None,
        lifespan="off",
        http="httptools",
        loop="uvloop",
        backlog=4096,
        timeout_keep_alive=KEPT_SECONDS,
    )


if __name__ == "__main__":
    main()
