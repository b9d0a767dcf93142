"""Every HTTP answer names its request, so that a person who complains and a line of the log can be brought together."""

from typing import Final

from litestar.types import Message, Scope

from ports.ids import Ids

HEADER: Final = "X-Request-Id"
_KEY: Final = "request_id"


class RequestIds:
    """An id is ours: what a client claims in that header is not taken over, it could be anything."""

    def __init__(self, ids: Ids) -> None:
        self._ids = ids

    def of(self, scope: Scope) -> str:
        """The same for as long as the request lives."""
        request_id: str = scope["state"].setdefault(_KEY, self._ids.new().hex)
        return request_id

    async def tell(self, message: Message, scope: Scope) -> None:
        """Before anything is sent: put it into the head of an answer, of an error too."""
        if message["type"] == "http.response.start":
            message["headers"] = [*message["headers"], (HEADER.lower().encode(), self.of(scope).encode())]
