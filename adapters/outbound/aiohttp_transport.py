"""aiohttp below httpx2's client, for streams: its parser is C, httpx2's own reads through a dozen generators."""

import ssl
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import contextmanager
from typing import Final

import aiohttp
import httpx2
from aiohttp.http import HttpProcessingError
from yarl import URL

from adapters.outbound.http_client import KEPT_SECONDS

_MEANINGS: Final[Mapping[type[Exception], type[httpx2.TransportError]]] = {
    aiohttp.ConnectionTimeoutError: httpx2.ConnectTimeout,
    aiohttp.ServerTimeoutError: httpx2.ReadTimeout,
    aiohttp.ClientConnectorError: httpx2.ConnectError,
    aiohttp.ServerDisconnectedError: httpx2.RemoteProtocolError,
    aiohttp.ClientConnectionError: httpx2.ReadError,
    aiohttp.ClientPayloadError: httpx2.ReadError,
    aiohttp.ClientResponseError: httpx2.RemoteProtocolError,
    HttpProcessingError: httpx2.RemoteProtocolError,
    aiohttp.ClientError: httpx2.NetworkError,
}
"""From the particular to the general: the first that fits is meant."""


class AiohttpTransport(httpx2.AsyncBaseTransport):
    """
    Knows no proxies and follows no redirects; a request's body is read whole before it is sent.

    Of the client's timeouts those of connecting and reading hold, and that of the pool for waiting and connecting
    together. At most ``connections`` are open at once, all of them may be kept.
    """

    def __init__(self, certificates: ssl.SSLContext, *, connections: int) -> None:
        self._certificates = certificates
        self._connections = connections
        self._session: aiohttp.ClientSession | None = None

    async def handle_async_request(self, request: httpx2.Request) -> httpx2.Response:
        """Raises httpx2.TransportError."""
        if self._session is None:
            self._session = self._open_session()
        waits = request.extensions.get("timeout", {})
        with _translated():
            response = await self._session.request(
                request.method,
                URL(str(request.url), encoded=True),
                headers=request.headers.multi_items(),
                data=await request.aread(),
                allow_redirects=False,
                timeout=aiohttp.ClientTimeout(
                    connect=waits.get("pool"), sock_connect=waits.get("connect"), sock_read=waits.get("read")
                ),
            )
        return httpx2.Response(
            response.status,
            headers=response.raw_headers,
            stream=_Body(response),
            extensions={
                "http_version": b"HTTP/1.1",
                "reason_phrase": (response.reason or "").encode(errors="surrogateescape"),
            },
        )

    async def aclose(self) -> None:
        if self._session is not None:
            await self._session.close()

    def _open_session(self) -> aiohttp.ClientSession:
        """Within the event loop, which the connections belong to."""
        connector = aiohttp.TCPConnector(
            limit=self._connections, keepalive_timeout=KEPT_SECONDS, ssl=self._certificates
        )
        return aiohttp.ClientSession(
            connector=connector, cookie_jar=aiohttp.DummyCookieJar(), auto_decompress=False, trust_env=False
        )


class _Body(httpx2.AsyncByteStream):
    """A connection whose body was read to its end is kept, another is closed."""

    def __init__(self, response: aiohttp.ClientResponse) -> None:
        self._response = response

    async def __aiter__(self) -> AsyncIterator[bytes]:
        content = self._response.content
        with _translated():
            while piece := await content.readany():
                yield piece

    async def aclose(self) -> None:
        self._response.release()


@contextmanager
def _translated() -> Iterator[None]:
    try:
        yield
    except tuple(_MEANINGS) as error:
        meaning = next(meaning for kind, meaning in _MEANINGS.items() if isinstance(error, kind))
        raise meaning(str(error)) from error
