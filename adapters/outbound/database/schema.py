"""
The tables.

Without foreign keys: InnoDB would lock parent rows for them in an order of its own, and the sharded MySQL-compatible
servers do not take them. A row's ``claimable_at`` says when it may next be taken up: not before that moment, or the
end of the lease while it is leased; it is NULL once there is no more to do.
"""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Date,
    Index,
    Integer,
    String,
    Table,
    UniqueConstraint,
)

from adapters.outbound.database.column_types import (
    ByteString,
    Key,
    LongBytes,
    LongText,
    Position,
    UtcDateTime,
    UuidBytes,
)
from adapters.outbound.database.schema_audit import acts, audit_links
from adapters.outbound.database.schema_base import MYSQL, NO_UUID, id_column, lease_columns, metadata, required
from adapters.outbound.database.schema_deadlines import (
    deadline_sources,
    deadlines,
    doubts,
    reminder_wishes,
    reminders,
)
from adapters.outbound.database.schema_knowledge import passages, told_passages
from adapters.outbound.database.schema_money import accounts, holds, ledger_entries
from adapters.outbound.database.schema_states import (
    alerts,
    call_slots,
    controls,
    halts,
    positions,
    prompt_versions,
    ratings,
)

__all__ = [
    "accounts",
    "acts",
    "alerts",
    "audit_links",
    "call_slots",
    "controls",
    "conversations",
    "deadline_sources",
    "deadlines",
    "deliveries",
    "doubts",
    "events",
    "halts",
    "holds",
    "ledger_entries",
    "messages",
    "metadata",
    "notifications",
    "passages",
    "people",
    "person_days",
    "positions",
    "prompt_versions",
    "ratings",
    "reminder_wishes",
    "reminders",
    "sessions",
    "told_passages",
    "turns",
]

events = Table(
    "events",
    metadata,
    id_column(),
    required("group_id", BigInteger),
    required("event_id", ByteString(128)),
    required("type", String(255)),
    required("body", LongBytes),
    required("received_at", UtcDateTime),
    required("state", String(16)),
    Column("reason", LongText),
    required("tries", Integer),
    *lease_columns(),
    UniqueConstraint("group_id", "event_id", name="uq_events_event_id"),
    Index("ix_events_claimable_at", "claimable_at", "id"),
    Index("ix_events_state", "state", "id"),
    **MYSQL,
)

people = Table(
    "people",
    metadata,
    id_column(),
    required("kind", String(16)),
    required("created_at", UtcDateTime),
    Column("vk_id", BigInteger),
    Column("login", Key(256)),
    Column("password_hash", String(255)),
    Column("blocked_at", UtcDateTime),
    Column("erased_at", UtcDateTime),
    # What VK last said that they are called.
    Column("name", String(255)),
    # What may be spent from the person's own account in a day: no amount is no limit; none was set without a moment.
    Column("limited_at", UtcDateTime),
    Column("limited_by", String(255)),
    Column("limit_kopecks", BigInteger),
    UniqueConstraint("vk_id", name="uq_people_vk_id"),
    UniqueConstraint("login", name="uq_people_login"),
    Index("ix_people_erased_at", "erased_at"),
    **MYSQL,
)

person_days = Table(
    "person_days",
    metadata,
    Column("person_id", UuidBytes, primary_key=True),
    Column("day", Date, primary_key=True),
    required("answers", Integer),
    **MYSQL,
)

sessions = Table(
    "sessions",
    metadata,
    id_column(),
    required("token_hash", ByteString(64)),
    required("person_id", UuidBytes),
    required("conversation_id", UuidBytes),
    required("opened_at", UtcDateTime),
    required("seen_at", UtcDateTime),
    Column("ended_at", UtcDateTime),
    Column("end_reason", String(255)),
    UniqueConstraint("token_hash", name="uq_sessions_token_hash"),
    Index("ix_sessions_person_id", "person_id"),
    Index("ix_sessions_seen_at", "ended_at", "seen_at"),
    Index("ix_sessions_opened_at", "ended_at", "opened_at"),
    **MYSQL,
)

conversations = Table(
    "conversations",
    metadata,
    id_column(),
    required("channel", String(16)),
    required("key", Key(255)),
    required("created_at", UtcDateTime),
    required("last_seq", Integer),
    Column("person_id", UuidBytes),
    # When the last message was said; NULL while there is none.
    Column("last_at", UtcDateTime),
    # Since when somebody waits for a person of the community.
    Column("person_wanted_at", UtcDateTime),
    # A person of the community speaks there until then.
    Column("taken_until", UtcDateTime),
    Column("taken_by", String(255)),
    UniqueConstraint("key", name="uq_conversations_key"),
    Index("ix_conversations_person_id", "person_id", "channel", "created_at", "id"),
    Index("ix_conversations_last_at", "last_at", "id"),
    Index("ix_conversations_person_wanted_at", "person_wanted_at"),
    **MYSQL,
)

messages = Table(
    "messages",
    metadata,
    id_column(),
    required("conversation_id", UuidBytes),
    required("seq", Integer),
    required("author", String(16)),
    required("text", LongText),
    required("natural_key", Key(512)),
    required("at", UtcDateTime),
    Column("person_id", UuidBytes),
    Column("turn_id", UuidBytes),
    Column("client_id", Key(256)),
    Column("wall_owner_id", BigInteger),
    Column("wall_post_id", BigInteger),
    Column("wall_comment_id", BigInteger),
    Column("dialog_peer_id", BigInteger),
    Column("dialog_message_id", BigInteger),
    UniqueConstraint("natural_key", name="uq_messages_natural_key"),
    UniqueConstraint("conversation_id", "seq", name="uq_messages_seq"),
    Index("ix_messages_turn_id", "turn_id"),
    Index("ix_messages_person_id", "person_id", "id"),
    **MYSQL,
)

turns = Table(
    "turns",
    metadata,
    id_column(),
    required("conversation_id", UuidBytes),
    required("channel", String(16)),
    required("person_id", UuidBytes),
    required("payer", Key(128)),
    required("price_kopecks", BigInteger),
    required("opened_by", UuidBytes),
    required("created_at", UtcDateTime),
    required("state", String(16)),
    required("attempt", Integer),
    required("tries", Integer),
    Column("reason", LongText),
    Column("input_upto_seq", Integer),
    Column("answer", LongText),
    Column("model", LongText),
    Column("answer_message_id", UuidBytes),
    # Asked by the visitor; only the holder of the lease acts on it.
    Column("stop_requested_at", UtcDateTime),
    Column("publishing", String(16), nullable=False, server_default="at_once"),
    Column("approved_by", String(255)),
    Column("input_tokens", Integer),
    Column("output_tokens", Integer),
    # Of a draft while it waits for a person, and of what was written only to be looked at.
    Column("held_back", String(16)),
    # Of what has failed or is unconfirmed; NULL otherwise, so that the index holds only those.
    Column("is_troubled", Boolean(create_constraint=False)),
    *lease_columns(),
    # The conversation until the turn's end: what has ended, most of all, stays out of the index.
    Column("open_conversation_id", UuidBytes),
    # The conversation from the turn's first claim to its end: unique, so no two turns can have it at once.
    Column("active_conversation_id", UuidBytes),
    UniqueConstraint("active_conversation_id", name="uq_turns_active_conversation_id"),
    Index("ix_turns_claimable_at", "claimable_at", "id"),
    Index("ix_turns_open_conversation_id", "open_conversation_id", "claimable_at", "id"),
    Index("ix_turns_lease_owner", "lease_owner"),
    Index("ix_turns_created_at", "created_at", "id"),
    Index("ix_turns_held_back", "held_back", "created_at", "id"),
    Index("ix_turns_is_troubled", "is_troubled", "conversation_id"),
    Index("ix_turns_conversation_id", "conversation_id", "created_at", "id"),
    **MYSQL,
)

deliveries = Table(
    "deliveries",
    metadata,
    Column("position", Position, primary_key=True),
    required("id", UuidBytes),
    required("turn_id", UuidBytes),
    required("conversation_id", UuidBytes),
    required("part", Integer),
    Column("owner_id", BigInteger),
    Column("post_id", BigInteger),
    Column("reply_to", BigInteger),
    Column("peer_id", BigInteger),
    required("text", LongText),
    required("state", String(16)),
    Column("effect_id", BigInteger),
    required("tries", Integer),
    Column("reason", LongText),
    # Calls that were begun, committed before each, and whose outcome is not known; and since when.
    Column("open_calls", Integer, nullable=False, server_default="0"),
    Column("called_at", UtcDateTime),
    # Marks of the text, as JSON; NULL when it has none.
    Column("spans", LongText),
    UniqueConstraint("id", name="uq_deliveries_id"),
    UniqueConstraint("turn_id", "part", name="uq_deliveries_part"),
    Index("ix_deliveries_conversation_id", "conversation_id", "position"),
    **MYSQL,
)

notifications = Table(
    "notifications",
    metadata,
    Column("position", Position, primary_key=True),
    required("id", UuidBytes),
    required("key", Key(255)),
    required("type", String(64)),
    required("payload", LongText),
    required("created_at", UtcDateTime),
    required("state", String(16)),
    required("tries", Integer),
    *lease_columns(),
    # The conversation in whose order it goes out; zeros: none.
    Column("lane", UuidBytes, nullable=False, server_default=NO_UUID),
    Column("reason", LongText),
    UniqueConstraint("id", name="uq_notifications_id"),
    UniqueConstraint("key", name="uq_notifications_key"),
    Index("ix_notifications_state", "state", "position"),
    Index("ix_notifications_lane", "lane", "state", "position"),
    Index("ix_notifications_claimable_at", "claimable_at", "position"),
    **MYSQL,
)
