"""Notifications pushed over one kept WebSocket connection."""

import asyncio
import random
from collections.abc import Callable
from types import TracebackType
from typing import Final, Self

import msgspec
from websockets.asyncio.client import connect
from websockets.exceptions import InvalidURI, WebSocketException
from websockets.uri import parse_uri

from adapters.outbound.websocket_line import WebSocketLine
from domain.backoff import delay
from domain.notification import Notification
from ports.notifier import NotifierUnavailableError, NotTakenError

_LARGEST_FRAME: Final = 64 * 1024
"""Bytes of an incoming frame: acknowledgements are tiny."""

_FIRST_WAIT: Final = 0.5
_LONGEST_WAIT: Final = 5.0


class _Connect(connect):
    """Follows no redirects: what is pushed is for the configured receiver only."""

    def process_redirect(self, exc: Exception) -> Exception | str:
        return exc


class WebSocketNotifier:
    """
    Pushes each notification as one JSON text frame, ``{"type": …, "id": …, **payload}``.

    Times are in seconds. One delivery takes at most 5 (the wait before reconnecting) plus ``open_timeout`` plus
    ``ack_timeout``, or ``send_timeout`` without acknowledgement. Wrong addresses raise ValueError at once.
    """

    def __init__(
        self,
        url: str,
        *,
        ack: bool,
        ack_timeout: float = 10.0,
        open_timeout: float = 5.0,
        send_timeout: float = 5.0,
        spread: Callable[[], float] = random.random,
    ) -> None:
        try:
            parse_uri(url)
        except InvalidURI:
            # The address is not repeated: it may hold a password.
            raise ValueError("the notifier's address is not a ws:// or wss:// address") from None
        self._url = url
        self._ack = ack
        self._delivery_timeout = ack_timeout if ack else send_timeout
        self._open_timeout = open_timeout
        self._spread = spread
        self._line: WebSocketLine | None = None
        self._failures = 0
        self._not_before = 0.0

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        line, self._line = self._line, None
        if line is not None:
            await line.close()

    async def deliver(self, notification: Notification) -> None:
        frame = _encode(notification)
        line = await self._open_line()
        try:
            async with asyncio.timeout(self._delivery_timeout):
                if self._ack:
                    await line.push_and_await_ack(frame, str(notification.id))
                else:
                    await line.push(frame)
        except (TimeoutError, WebSocketException, OSError) as error:
            self._line = None
            self._count_failure()
            await line.abort()
            raise NotTakenError(f"not delivered: {type(error).__name__}") from error
        if line.is_proven:
            self._failures = 0

    async def _open_line(self) -> WebSocketLine:
        if self._line is not None:
            if self._line.is_open:
                return self._line
            await self._forget_line(self._line)
        # The library's own backoff does not count connections that were accepted and dropped.
        await asyncio.sleep(max(0.0, self._not_before - asyncio.get_running_loop().time()))
        try:
            socket = await _Connect(
                self._url,
                proxy=None,
                compression=None,
                open_timeout=self._open_timeout,
                close_timeout=2,
                max_size=_LARGEST_FRAME,
            )
        except (TimeoutError, WebSocketException, OSError) as error:
            self._count_failure()
            raise NotifierUnavailableError(f"not connected: {type(error).__name__}") from error
        self._line = WebSocketLine(socket)
        return self._line

    async def _forget_line(self, line: WebSocketLine) -> None:
        """The peer has closed: come back at once if it was a good connection, later if it was not."""
        self._line = None
        if line.is_proven:
            self._failures = 0
        else:
            self._count_failure()
        await line.abort()

    def _count_failure(self) -> None:
        self._failures += 1
        wait = delay(self._failures, first=_FIRST_WAIT, most=_LONGEST_WAIT, spread=self._spread())
        self._not_before = asyncio.get_running_loop().time() + wait


def _encode(notification: Notification) -> bytes:
    head = {"type": notification.type, "id": str(notification.id)}
    try:
        # Twice the head: it comes first, and the payload cannot replace it.
        return msgspec.json.encode(head | dict(notification.payload) | head)
    except (TypeError, ValueError, RecursionError) as error:
        raise NotTakenError(f"not a JSON payload: {type(error).__name__}") from error
