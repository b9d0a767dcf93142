"""Ids of what is stored: time-ordered UUIDs (RFC 9562, version 7), made by the Ids port."""

from datetime import datetime
from typing import Final, NewType
from uuid import UUID

PersonId = NewType("PersonId", UUID)
ConversationId = NewType("ConversationId", UUID)
MessageId = NewType("MessageId", UUID)
TurnId = NewType("TurnId", UUID)
SessionId = NewType("SessionId", UUID)
EventRowId = NewType("EventRowId", UUID)
DeliveryId = NewType("DeliveryId", UUID)
NotificationId = NewType("NotificationId", UUID)
DeadlineId = NewType("DeadlineId", UUID)

_BITS_BELOW_THE_TIME: Final = 80


def first_id_at(moment: datetime) -> UUID:
    """Whatever was made before that moment has a lower id, what was made at it or later none (to the millisecond)."""
    return UUID(int=int(moment.timestamp() * 1_000) << _BITS_BELOW_THE_TIME)
