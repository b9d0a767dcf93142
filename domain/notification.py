"""An outbox row: what another service is to be told."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from domain.identifiers import ConversationId, NotificationId

MOST_TRIES: Final = 50
MOST_AGE: Final = timedelta(hours=24)
"""A notification is given up when it has failed so often and is so old: neither tries nor age alone end it."""


class NotificationState(StrEnum):
    """A dead one was given up with its reason; it is kept, and can be taken up again."""

    PENDING = "pending"
    DELIVERED = "delivered"
    DEAD = "dead"


@dataclass(frozen=True, slots=True, kw_only=True)
class Notification:
    """
    One thing to announce, once: ``key`` is unique.

    ``payload`` is what goes over the wire beside ``type`` and ``id``; plain JSON values only. Those of one
    ``conversation_id`` go out in order; those of none are in an order of their own. ``tries`` counts how often the
    receiver was reached and did not take it.
    """

    id: NotificationId
    key: str
    type: str
    payload: Mapping[str, object]
    created_at: datetime
    conversation_id: ConversationId | None = None
    tries: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimedNotification:
    """``age`` is how long ago it was made, by the database's clock, when it was claimed."""

    notification: Notification
    lease_token: int
    age: timedelta

    @property
    def is_hopeless(self) -> bool:
        """One more try that fails is the last."""
        return self.notification.tries + 1 >= MOST_TRIES and self.age >= MOST_AGE


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredNotification:
    """``reason`` is why the latest try failed."""

    notification: Notification
    state: NotificationState
    reason: str | None
