"""Stored events, as a queue of what is still to be understood."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Protocol

from domain.event import ClaimedEvent
from domain.identifiers import EventRowId


class EventRepository(Protocol):
    async def claim(self, *, limit: int, lease: timedelta) -> Sequence[ClaimedEvent]:
        """Take up waiting events, oldest first, until ``lease`` from now by the database's clock."""
        ...

    async def silence(self) -> timedelta | None:
        """How long ago the latest event was received; None when there never was one."""
        ...

    async def finish(self, id_: EventRowId, *, lease_token: int) -> None:
        """Mark as understood. Raises LeaseLostError when somebody else has it now."""
        ...

    async def postpone(self, id_: EventRowId, *, lease_token: int, after: timedelta) -> None:
        """Give back, to be taken up again later. Raises LeaseLostError."""
        ...

    async def give_up(self, id_: EventRowId, *, lease_token: int, reason: str) -> None:
        """Keep it with its reason and never take it up by itself again. Raises LeaseLostError."""
        ...
