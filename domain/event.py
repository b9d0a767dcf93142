"""What VK delivered, stored raw, once per ``event_id``."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final

from domain.identifiers import EventRowId

BLANK: Final = b"{}"
"""The body of an event that said what must not be kept."""


class EventState(StrEnum):
    """A failed one was given up with its reason; it is kept, and can be taken up again."""

    NEW = "new"
    UNDERSTOOD = "understood"
    FAILED = "failed"


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


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredEvent:
    """What is shown of an event: all but what it said. ``tries`` counts how often it was taken up."""

    id: EventRowId
    event_id: bytes
    type: str
    received_at: datetime
    state: EventState
    tries: int
    reason: str | None
