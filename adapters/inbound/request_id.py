"""Every HTTP answer names its request, so that a person who complains and a line of the log can be brought together."""

from typing import Final

from litestar.enums import ScopeType
from litestar.types import ASGIApp, Message, Receive, Scope, Send

from ports.correlation import Correlation
from ports.ids import Ids

HEADER: Final = "X-Request-Id"
_KEY: Final = "request_id"


class RequestIds:
    """An id is ours: what a client claims in that header is not taken over, it could be anything."""

    def __init__(self, ids: Ids, correlation: Correlation) -> None:
        self._ids = ids
        self._correlation = correlation

    def of(self, scope: Scope) -> str:
        """The same for as long as the request lives."""
        request_id: str = scope["state"].setdefault(_KEY, self._ids.new().hex)
        return request_id

    async def tell(self, message: Message, scope: Scope) -> None:
        """Before anything is sent: put it into the head of an answer, of an error too."""
        if message["type"] == "http.response.start":
            message["headers"] = [*message["headers"], (HEADER.lower().encode(), self.of(scope).encode())]

    def correlate(self, app: ASGIApp) -> ASGIApp:
        """A middleware: what is done for a request can be told to be of it."""

        async def run(scope: Scope, receive: Receive, send: Send) -> None:
            if scope["type"] != ScopeType.HTTP:
                await app(scope, receive, send)
                return
            with self._correlation.begun(self.of(scope)):
                await app(scope, receive, send)

        return run
