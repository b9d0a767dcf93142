from collections.abc import Collection, Sequence
from dataclasses import replace
from itertools import count

from domain.callback_plan import CONFIRMED, NEEDED_RIGHTS, CallbackServer, Subscription
from domain.community import CommunityError


class FakeCallbackRegistry:
    """
    A community's callback servers.

    Those at the addresses of ``confirms`` answer with the code; ``looks_before`` tells how often they are looked at
    before VK has taken notice. ``changes`` counts what was changed.
    """

    def __init__(self) -> None:
        self.granted = NEEDED_RIGHTS
        self.confirms: set[str] = set()
        self.looks_before = 0
        self.changes = 0
        self._servers: dict[int, CallbackServer] = {}
        self._ticked: dict[int, Subscription] = {}
        self._ids = count(1)

    async def rights(self) -> frozenset[str]:
        return self.granted

    async def servers(self) -> Sequence[CallbackServer]:
        self.looks_before -= 1
        if self.looks_before < 0:
            return tuple(self._servers.values())
        return tuple(replace(server, status="wait") for server in self._servers.values())

    async def add(self, *, url: str, title: str, secret: str) -> int:
        if len(self._servers) >= 10:
            raise CommunityError(method="groups.addCallbackServer", code=2000, detail="limit")
        if len(title) > 14 or len(secret) > 50:
            raise CommunityError(method="groups.addCallbackServer", code=100, detail="too long")
        number = next(self._ids)
        self._ticked[number] = Subscription(events=frozenset(), api_version="5.199")
        self._put(CallbackServer(id=number, url=url, title=title, status="", secret=secret))
        return number

    async def edit(self, server: CallbackServer) -> None:
        self._known(server.id)
        self._put(server)

    async def subscription(self, server_id: int) -> Subscription:
        self._known(server_id)
        return self._ticked[server_id]

    async def subscribe(self, server_id: int, subscription: Subscription, *, drop: Collection[str] = ()) -> None:
        self._known(server_id)
        self.changes += 1
        events = (self._ticked[server_id].events - set(drop)) | subscription.events
        self._ticked[server_id] = Subscription(events=events, api_version=subscription.api_version)

    def _put(self, server: CallbackServer) -> None:
        self.changes += 1
        status = CONFIRMED if server.url in self.confirms else "failed"
        self._servers[server.id] = replace(server, status=status)

    def _known(self, server_id: int) -> None:
        if server_id not in self._servers:
            raise CommunityError(method="groups.editCallbackServer", code=100, detail="server_id")
