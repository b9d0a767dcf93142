"""A deadline that was read from a message and kept with its source."""

from dataclasses import dataclass
from datetime import datetime

from domain.identifiers import ConversationId, DeadlineId, MessageId


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredDeadline:
    """``at`` is aware; ``quote`` holds the words it was read from."""

    id: DeadlineId
    at: datetime
    quote: str
    conversation_id: ConversationId
    message_id: MessageId
    created_at: datetime
