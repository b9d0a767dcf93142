"""A notification and its row."""

import json
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Row

from domain.identifiers import ConversationId
from domain.notification import Notification, NotificationState

PENDING: Final = NotificationState.PENDING.value
DEAD: Final = NotificationState.DEAD.value
NO_PAYLOAD: Final = "{}"
_NONE: Final = UUID(int=0)
"""The lane of those that belong to no conversation: not NULL, which equals nothing, not even itself."""


def values(notification: Notification) -> dict[str, Any]:
    """All columns but those of the queue."""
    return {
        "id": notification.id,
        "key": notification.key,
        "type": notification.type,
        "payload": json.dumps(notification.payload, ensure_ascii=False, separators=(",", ":")),
        "created_at": notification.created_at,
        "lane": notification.conversation_id or _NONE,
        "state": PENDING,
        "tries": notification.tries,
    }


def notification_of(row: Row[Any]) -> Notification:
    return Notification(
        id=row.id,
        key=row.key,
        type=row.type,
        payload=json.loads(row.payload),
        created_at=row.created_at,
        conversation_id=None if row.lane == _NONE else ConversationId(row.lane),
        tries=row.tries,
    )
