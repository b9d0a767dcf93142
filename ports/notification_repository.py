"""The outbox."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Protocol

from domain.identifiers import NotificationId
from domain.notification import ClaimedNotification, Notification, NotificationState, StoredNotification


class NotificationRepository(Protocol):
    """
    The notifications of one conversation are a lane, and so are those of none: order is kept inside a lane only.

    What is done with claimed ones is done only to those whose lease is the caller's still: no method raises for a
    lease that was lost.
    """

    async def add(self, notification: Notification) -> bool:
        """Put it into the outbox; a key that is known changes nothing and gives False."""
        ...

    async def claim(self, *, limit: int, lease: timedelta) -> Sequence[ClaimedNotification]:
        """
        Take up waiting ones until ``lease`` from now by the database's clock, in the order in which they were added.

        While an older one of its lane is held by somebody or waits for its next try, none after it is given out.
        Lanes whose first has been due for longest are preferred: one that keeps failing cannot starve the others.
        """
        ...

    async def delivered(self, done: Sequence[ClaimedNotification]) -> int:
        """Gives how many were the caller's still."""
        ...

    async def postpone(self, failed: ClaimedNotification, *, after: timedelta, reason: str) -> bool:
        """Count a failed try and give it back; False when its lease was lost."""
        ...

    async def bury(self, failed: ClaimedNotification, *, reason: str) -> bool:
        """Count a failed try and give it up: its lane goes on; False when its lease was lost."""
        ...

    async def give_back(self, rest: Sequence[ClaimedNotification]) -> None:
        """Let them be claimed again at once; no try is counted."""
        ...

    async def revive(self, id_: NotificationId) -> bool:
        """Take a dead one up again at its old place, with all its tries; False when there is no dead one of that id."""
        ...

    async def revive_all(self) -> int:
        """Take all dead ones up again; gives how many."""
        ...

    async def recorded(
        self, *, after: NotificationId | None, before: NotificationId, limit: int
    ) -> Sequence[StoredNotification]:
        """By id, ascending; only ids between the two, which are left out."""
        ...

    async def blank_delivered(self, ids: Sequence[NotificationId]) -> None:
        """Forget what those among them announced that were delivered: their payload is empty from now on."""
        ...

    async def latest(self, *, state: NotificationState | None, limit: int) -> Sequence[StoredNotification]:
        """Latest first; those of one state, or all."""
        ...
