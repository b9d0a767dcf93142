"""A deadline as a row."""

from typing import Any

from sqlalchemy import Row

from domain.stored_deadline import DeadlineSource, Review, StoredDeadline, message_identity


def values(deadline: StoredDeadline) -> dict[str, Any]:
    return {
        "id": deadline.id,
        "conversation_id": deadline.conversation_id,
        "message_id": deadline.message_id,
        "created_at": deadline.created_at,
        "identity": deadline.identity,
    } | changeable_values(deadline)


def changeable_values(deadline: StoredDeadline) -> dict[str, Any]:
    return {
        "at": deadline.at,
        "quote": deadline.quote,
        "zone": deadline.zone,
        "review": deadline.review.value,
        "withdrawn_at": deadline.withdrawn_at,
        "changed_at": deadline.changed_at,
    }


def deadline_of(row: Row[Any]) -> StoredDeadline:
    return StoredDeadline(
        id=row.id,
        at=row.at,
        quote=row.quote,
        conversation_id=row.conversation_id,
        message_id=row.message_id,
        created_at=row.created_at,
        zone=row.zone,
        identity=row.identity or message_identity(row.message_id),
        changed_at=row.changed_at or row.created_at,
        review=Review(row.review),
        withdrawn_at=row.withdrawn_at,
    )


def source_of(row: Row[Any]) -> DeadlineSource:
    return DeadlineSource(
        key=row.key,
        deadline_id=row.deadline_id,
        conversation_id=row.conversation_id,
        withdrawn_at=row.withdrawn_at,
    )
