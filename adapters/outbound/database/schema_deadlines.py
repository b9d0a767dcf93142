"""Deadlines, the messages they were read from, and who is reminded of them."""

from sqlalchemy import Column, Index, Integer, String, Table, UniqueConstraint

from adapters.outbound.database.column_types import Key, LongText, UtcDateTime, UuidBytes
from adapters.outbound.database.schema_base import MYSQL, id_column, lease_columns, metadata, required

deadlines = Table(
    "deadlines",
    metadata,
    id_column(),
    required("at", UtcDateTime),
    required("quote", LongText),
    required("conversation_id", UuidBytes),
    # The first of its sources.
    required("message_id", UuidBytes),
    required("created_at", UtcDateTime),
    Column("zone", String(64), nullable=False, server_default="UTC"),
    # What has the same is the same deadline. It may be missing, as changed_at may, in a row of the release before.
    Column("identity", Key(128)),
    Column("review", String(16), nullable=False, server_default="none"),
    Column("withdrawn_at", UtcDateTime),
    Column("changed_at", UtcDateTime),
    UniqueConstraint("message_id", name="uq_deadlines_message_id"),
    Index("uq_deadlines_identity", "identity", unique=True),
    Index("ix_deadlines_at", "at", "id"),
    Index("ix_deadlines_conversation_id", "conversation_id", "at", "id"),
    **MYSQL,
)

# By the natural key of a message, which may have been deleted before it was seen.
deadline_sources = Table(
    "deadline_sources",
    metadata,
    Column("key", Key(512), primary_key=True),
    Column("deadline_id", UuidBytes),
    Column("conversation_id", UuidBytes),
    Column("withdrawn_at", UtcDateTime),
    Index("ix_deadline_sources_conversation_id", "conversation_id", "deadline_id"),
    **MYSQL,
)

# Who asked to be reminded, and by which message.
reminder_wishes = Table(
    "reminder_wishes",
    metadata,
    Column("deadline_id", UuidBytes, primary_key=True),
    Column("person_id", UuidBytes, primary_key=True),
    required("message_id", UuidBytes),
    required("conversation_id", UuidBytes),
    required("at", UtcDateTime),
    Index("ix_reminder_wishes_person_id", "person_id"),
    **MYSQL,
)

# What was told: once for each moment that a deadline had, and each lead time.
reminders = Table(
    "reminders",
    metadata,
    Column("deadline_id", UuidBytes, primary_key=True),
    Column("at", UtcDateTime, primary_key=True),
    Column("lead_seconds", Integer, primary_key=True),
    required("told_at", UtcDateTime),
    **MYSQL,
)

# Messages of which the grammar was unsure, by their ids: a queue for the second reader.
doubts = Table(
    "doubts",
    metadata,
    id_column(),
    required("created_at", UtcDateTime),
    required("state", String(16)),
    required("tries", Integer),
    Column("reason", String(255)),
    *lease_columns(),
    Index("ix_doubts_claimable_at", "claimable_at", "id"),
    **MYSQL,
)
