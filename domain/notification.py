"""An outbox row: what another service is to be told."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from domain.identifiers import NotificationId


class NotificationState(StrEnum):
    PENDING = "pending"
    DELIVERED = "delivered"
    DEAD = "dead"


@dataclass(frozen=True, slots=True, kw_only=True)
class Notification:
    """
    One thing to announce, once: ``key`` is unique.

    ``payload`` is what goes over the wire beside ``type`` and ``id``; plain JSON values only.
    """

    id: NotificationId
    key: str
    type: str
    payload: Mapping[str, object]
    created_at: datetime
    tries: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimedNotification:
    notification: Notification
    lease_token: int
