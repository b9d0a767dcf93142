"""Ids of what is stored: time-ordered UUIDs (RFC 9562, version 7), made by the Ids port."""

from typing import NewType
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
