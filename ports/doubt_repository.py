"""Texts of which the grammar was unsure, waiting for a second reader."""

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Protocol

from domain.deadline_doubt import ClaimedDoubt, DoubtState
from domain.identifiers import MessageId


class DoubtRepository(Protocol):
    """What is done with a claimed one raises LeaseLostError when its lease is somebody else's by now."""

    async def add(self, message_id: MessageId, *, at: datetime) -> None:
        """One per message, ever: what was asked is not asked again."""
        ...

    async def claim(self, *, lease: timedelta) -> ClaimedDoubt | None:
        """Take up the one that has waited longest, until ``lease`` from now by the database's clock."""
        ...

    async def fund(self, claimed: ClaimedDoubt) -> None:
        """Note that its price is held."""
        ...

    async def postpone(self, claimed: ClaimedDoubt, *, after: timedelta, reason: str) -> None:
        """Count a try and give it back."""
        ...

    async def finish(self, claimed: ClaimedDoubt, state: DoubtState, *, reason: str | None = None) -> None:
        """It is taken up no more."""
        ...

    async def forget(self, message_ids: Collection[MessageId]) -> None:
        """
        Nothing is left of the doubts about those messages.

        But for one whose price is held: whoever holds it still has to give it back or to capture it.
        """
        ...
