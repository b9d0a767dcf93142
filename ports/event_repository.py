"""Stored events, as a queue of what is still to be understood."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Protocol

from domain.event import ClaimedEvent, EventState, StoredEvent
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

    async def blank(self, id_: EventRowId, *, lease_token: int) -> None:
        """
        Forget what it said: its body is ``{}`` from now on, whether it is finished already or not.

        It stays the event it was, so that a repeat of it changes nothing. Raises LeaseLostError.
        """
        ...

    async def recorded(self, *, after: EventRowId | None, before: EventRowId, limit: int) -> Sequence[StoredEvent]:
        """By id, ascending; only ids between the two, which are left out."""
        ...

    async def blank_done(self, ids: Sequence[EventRowId]) -> None:
        """Forget what those among them said that do not wait, as ``blank`` does."""
        ...

    async def replay(self, id_: EventRowId) -> bool:
        """
        Take it up again as if it had just come, whether it was understood or given up.

        False when there is none of that id, when it waits already, or when its body was blanked.
        """
        ...

    async def replay_failed(self) -> int:
        """Take all that were given up, and not blanked, up again; gives how many."""
        ...

    async def latest(self, *, state: EventState | None, limit: int) -> Sequence[StoredEvent]:
        """Latest first; those of one state, or all."""
        ...
