"""The community's callback servers at VK: who is told of events, and of which."""

from collections.abc import Collection, Sequence
from typing import Protocol

from domain.callback_plan import CallbackServer, Subscription


class CallbackRegistry(Protocol):
    """Every method raises CommunityError: with a code when VK refused, without one when the outcome is unknown."""

    async def rights(self) -> frozenset[str]:
        """What the token may do, in VK's words."""
        ...

    async def servers(self) -> Sequence[CallbackServer]: ...

    async def add(self, *, url: str, title: str, secret: str) -> int:
        """
        Register a server; returns its id. Not idempotent.

        VK asks the server for the confirmation code at once; whether it was right is told by its status, soon after.
        VK takes ten servers, titles of 14 and secrets of 50 characters.
        """
        ...

    async def edit(self, server: CallbackServer) -> None:
        """Set title, address and secret of the server with that id; VK asks it for the confirmation code again."""
        ...

    async def subscription(self, server_id: int) -> Subscription: ...

    async def subscribe(self, server_id: int, subscription: Subscription, *, drop: Collection[str] = ()) -> None:
        """Tick the events of ``subscription`` and untick those to ``drop``; others stay. Idempotent."""
        ...
