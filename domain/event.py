"""What VK delivered, stored raw, once per ``event_id``."""

from dataclasses import dataclass
from datetime import datetime

from domain.identifiers import EventRowId


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """``event_id`` is compared byte for byte; ``body`` is the request as it came."""

    id: EventRowId
    group_id: int
    event_id: bytes
    type: str
    body: bytes
    received_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimedEvent:
    """``tries`` counts how often it was taken up before."""

    event: Event
    lease_token: int
    tries: int
