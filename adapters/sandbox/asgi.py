"""Replies as plain ASGI, because a stand-in must also be able to break off, which a framework's cannot."""

import asyncio
from collections.abc import Mapping

import msgspec
from litestar.types import Receive, Scope, Send

_CLOSE = "sandbox.close"


class Reply:
    """Bytes with a status; `send_head` and `send_part` serve those who send piece by piece."""

    def __init__(
        self,
        body: bytes,
        *,
        status: int = 200,
        content_type: str = "application/json; charset=utf-8",
        headers: Mapping[str, str] | None = None,
    ) -> None:
        self._body = body
        self._status = status
        self._headers = {"content-type": content_type, "content-length": str(len(body)), **(headers or {})}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        del scope, receive
        await send_head(send, self._status, self._headers)
        await send_part(send, self._body, more=False)


class Cut:
    """Drops the connection without an answer."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        del send
        await cut_connection(scope, receive)


def json_reply(content: object, *, status: int = 200) -> Reply:
    return Reply(msgspec.json.encode(content), status=status)


async def send_head(send: Send, status: int, headers: Mapping[str, str]) -> None:
    pairs = [(name.encode(), value.encode()) for name, value in headers.items()]
    await send({"type": "http.response.start", "status": status, "headers": pairs})


async def send_part(send: Send, body: bytes, *, more: bool = True) -> None:
    await send({"type": "http.response.body", "body": body, "more_body": more})


async def client_gone(receive: Receive) -> None:
    """Returns when the client has closed the connection; the request's body must have been read before."""
    while (await receive())["type"] != "http.disconnect":
        pass


async def cut_connection(scope: Scope, receive: Receive) -> None:
    """Closes the socket under the response; what was sent before still arrives.

    Raises ConnectionAbortedError with a server that does not show its transport (see `show_transport`).
    """
    close = scope["state"].get(_CLOSE)
    if close is None:
        raise ConnectionAbortedError
    close()
    await client_gone(receive)


def show_transport(scope: Scope, send: object) -> None:
    """Puts the way to close the socket into the scope: ASGI has no word for dropping a connection.

    `send` must be the server's own; uvicorn's is bound to the object that has the transport.
    """
    transport = getattr(getattr(send, "__self__", None), "transport", None)
    scope.setdefault("state", {})[_CLOSE] = getattr(transport, "close", None)


class Hang:
    """Answers after `seconds`, or never, when the client goes away before."""

    def __init__(self, seconds: float, reply: Reply) -> None:
        self._seconds = seconds
        self._reply = reply

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            async with asyncio.timeout(self._seconds):
                await client_gone(receive)
        except TimeoutError:
            await self._reply(scope, receive, send)
