from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import count

from adapters.sandbox.errors import InvalidParameterError, VkError
from adapters.sandbox.shapes import API_VERSION

SERVER_LIMIT = 10
TITLE_LIMIT = 14
SECRET_LIMIT = 50
OWN_TITLE = "sandbox"


@dataclass(slots=True, kw_only=True)
class CallbackServer:
    """Where events go. `status` is VK's word; `events` are the ticked types, None stands for all of them."""

    server_id: int
    url: str
    title: str = ""
    secret: str = field(default="", repr=False)
    status: str = "unconfigured"
    events: set[str] | None = field(default_factory=set)
    api_version: str = API_VERSION

    def wants(self, event_type: str) -> bool:
        return self.status == "ok" and (self.events is None or event_type in self.events)


class CallbackServers:
    """The community's servers; the one from the settings is confirmed and takes every event."""

    def __init__(self) -> None:
        self._servers: dict[int, CallbackServer] = {}
        self._ids = count(1)

    def __iter__(self) -> Iterator[CallbackServer]:
        return iter(tuple(self._servers.values()))

    def point_at(self, url: str, secret: str) -> CallbackServer:
        """Makes `url` the sandbox's own receiver in place of the one it had; every event goes there."""
        self.drop_own()
        server = self.add(url=url, title=OWN_TITLE, secret=secret)
        server.status, server.events = "ok", None
        return server

    def drop_own(self) -> None:
        for server in self:
            if server.title == OWN_TITLE:
                self.remove(server.server_id)

    def add(self, *, url: str, title: str, secret: str) -> CallbackServer:
        """Raises VkError 2000 for an eleventh server, 100 for a title or a secret that is too long."""
        if len(self._servers) >= SERVER_LIMIT:
            raise VkError(2000)
        if len(title) > TITLE_LIMIT:
            raise InvalidParameterError("title", f"at most {TITLE_LIMIT} characters")
        if len(secret) > SECRET_LIMIT:
            raise InvalidParameterError("secret_key", f"at most {SECRET_LIMIT} characters")
        server = CallbackServer(server_id=next(self._ids), url=url, title=title, secret=secret)
        self._servers[server.server_id] = server
        return server

    def get(self, server_id: int) -> CallbackServer:
        if server_id not in self._servers:
            raise InvalidParameterError("server_id", "the id of a server")
        return self._servers[server_id]

    def remove(self, server_id: int) -> None:
        self._servers.pop(server_id, None)
