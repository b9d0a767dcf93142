"""
The tables.

Without foreign keys: InnoDB would lock parent rows for them in an order of its own, and the sharded MySQL-compatible
servers do not take them. A row's ``claimable_at`` says when it may next be taken up: not before that moment, or the
end of the lease while it is leased; it is NULL once there is no more to do.
"""

from typing import Any

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    Date,
    Index,
    Integer,
    MetaData,
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

metadata = MetaData()
_MYSQL: dict[str, Any] = {"mysql_engine": "InnoDB", "mysql_charset": "utf8mb4", "mysql_collate": "utf8mb4_bin"}


def _required(name: str, type_: Any) -> Column[Any]:
    return Column(name, type_, nullable=False)


def _id() -> Column[Any]:
    return Column("id", UuidBytes, primary_key=True)


def _lease() -> list[Column[Any]]:
    return [
        Column("claimable_at", UtcDateTime),
        Column("lease_owner", Key(128)),
        _required("lease_token", BigInteger),
    ]


events = Table(
    "events",
    metadata,
    _id(),
    _required("group_id", BigInteger),
    _required("event_id", ByteString(128)),
    _required("type", String(64)),
    _required("body", LongBytes),
    _required("received_at", UtcDateTime),
    _required("state", String(16)),
    Column("reason", LongText),
    _required("tries", Integer),
    *_lease(),
    UniqueConstraint("group_id", "event_id", name="uq_events_event_id"),
    Index("ix_events_claimable_at", "claimable_at", "id"),
    **_MYSQL,
)

people = Table(
    "people",
    metadata,
    _id(),
    _required("kind", String(16)),
    _required("created_at", UtcDateTime),
    Column("vk_id", BigInteger),
    Column("login", Key(256)),
    Column("password_hash", String(255)),
    UniqueConstraint("vk_id", name="uq_people_vk_id"),
    UniqueConstraint("login", name="uq_people_login"),
    **_MYSQL,
)

person_days = Table(
    "person_days",
    metadata,
    Column("person_id", UuidBytes, primary_key=True),
    Column("day", Date, primary_key=True),
    _required("answers", Integer),
    **_MYSQL,
)

sessions = Table(
    "sessions",
    metadata,
    _id(),
    _required("token_hash", ByteString(64)),
    _required("person_id", UuidBytes),
    _required("conversation_id", UuidBytes),
    _required("opened_at", UtcDateTime),
    _required("seen_at", UtcDateTime),
    Column("ended_at", UtcDateTime),
    Column("end_reason", String(255)),
    UniqueConstraint("token_hash", name="uq_sessions_token_hash"),
    Index("ix_sessions_person_id", "person_id"),
    **_MYSQL,
)

conversations = Table(
    "conversations",
    metadata,
    _id(),
    _required("channel", String(16)),
    _required("key", Key(255)),
    _required("created_at", UtcDateTime),
    _required("last_seq", Integer),
    Column("person_id", UuidBytes),
    UniqueConstraint("key", name="uq_conversations_key"),
    Index("ix_conversations_person_id", "person_id", "channel", "created_at", "id"),
    **_MYSQL,
)

messages = Table(
    "messages",
    metadata,
    _id(),
    _required("conversation_id", UuidBytes),
    _required("seq", Integer),
    _required("author", String(16)),
    _required("text", LongText),
    _required("natural_key", Key(512)),
    _required("at", UtcDateTime),
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
    **_MYSQL,
)

turns = Table(
    "turns",
    metadata,
    _id(),
    _required("conversation_id", UuidBytes),
    _required("channel", String(16)),
    _required("person_id", UuidBytes),
    _required("payer", Key(128)),
    _required("price_kopecks", BigInteger),
    _required("opened_by", UuidBytes),
    _required("created_at", UtcDateTime),
    _required("state", String(16)),
    _required("attempt", Integer),
    _required("tries", Integer),
    Column("reason", String(255)),
    Column("input_upto_seq", Integer),
    Column("answer", LongText),
    Column("model", String(255)),
    Column("answer_message_id", UuidBytes),
    *_lease(),
    # The conversation until the turn's end: what has ended, most of all, stays out of the index.
    Column("open_conversation_id", UuidBytes),
    # The conversation from the turn's first claim to its end: unique, so no two turns can have it at once.
    Column("active_conversation_id", UuidBytes),
    UniqueConstraint("active_conversation_id", name="uq_turns_active_conversation_id"),
    Index("ix_turns_claimable_at", "claimable_at", "id"),
    Index("ix_turns_open_conversation_id", "open_conversation_id", "claimable_at", "id"),
    Index("ix_turns_lease_owner", "lease_owner"),
    Index("ix_turns_created_at", "created_at", "id"),
    **_MYSQL,
)

deliveries = Table(
    "deliveries",
    metadata,
    Column("position", Position, primary_key=True),
    _required("id", UuidBytes),
    _required("turn_id", UuidBytes),
    _required("conversation_id", UuidBytes),
    _required("part", Integer),
    Column("owner_id", BigInteger),
    Column("post_id", BigInteger),
    Column("reply_to", BigInteger),
    Column("peer_id", BigInteger),
    _required("text", LongText),
    _required("state", String(16)),
    Column("effect_id", BigInteger),
    _required("tries", Integer),
    Column("reason", LongText),
    UniqueConstraint("id", name="uq_deliveries_id"),
    UniqueConstraint("turn_id", "part", name="uq_deliveries_part"),
    Index("ix_deliveries_conversation_id", "conversation_id", "position"),
    Index("ix_deliveries_effect_id", "conversation_id", "effect_id"),
    **_MYSQL,
)

notifications = Table(
    "notifications",
    metadata,
    Column("position", Position, primary_key=True),
    _required("id", UuidBytes),
    _required("key", Key(255)),
    _required("type", String(64)),
    _required("payload", LongText),
    _required("created_at", UtcDateTime),
    _required("state", String(16)),
    _required("tries", Integer),
    *_lease(),
    UniqueConstraint("id", name="uq_notifications_id"),
    UniqueConstraint("key", name="uq_notifications_key"),
    Index("ix_notifications_state", "state", "position"),
    **_MYSQL,
)

deadlines = Table(
    "deadlines",
    metadata,
    _id(),
    _required("at", UtcDateTime),
    _required("quote", LongText),
    _required("conversation_id", UuidBytes),
    _required("message_id", UuidBytes),
    _required("created_at", UtcDateTime),
    UniqueConstraint("message_id", name="uq_deadlines_message_id"),
    Index("ix_deadlines_at", "at", "id"),
    Index("ix_deadlines_conversation_id", "conversation_id", "at", "id"),
    **_MYSQL,
)

accounts = Table(
    "accounts",
    metadata,
    Column("key", Key(128), primary_key=True),
    _required("balance_kopecks", BigInteger),
    _required("held_kopecks", BigInteger),
    _required("day", Date),
    _required("day_used_kopecks", BigInteger),
    CheckConstraint("balance_kopecks >= 0", name="ck_accounts_balance"),
    CheckConstraint("held_kopecks >= 0", name="ck_accounts_held"),
    CheckConstraint("held_kopecks <= balance_kopecks", name="ck_accounts_available"),
    **_MYSQL,
)

holds = Table(
    "holds",
    metadata,
    Column("key", Key(255), primary_key=True),
    _required("account", Key(128)),
    _required("amount_kopecks", BigInteger),
    _required("day", Date),
    _required("state", String(16)),
    _required("at", UtcDateTime),
    **_MYSQL,
)

ledger_entries = Table(
    "ledger_entries",
    metadata,
    Column("position", Position, primary_key=True),
    _required("account", Key(128)),
    _required("kind", String(16)),
    _required("amount_kopecks", BigInteger),
    _required("key", Key(255)),
    _required("at", UtcDateTime),
    _required("author", String(255)),
    _required("reason", LongText),
    UniqueConstraint("key", name="uq_ledger_entries_key"),
    Index("ix_ledger_entries_at", "account", "at", "position"),
    Index("ix_ledger_entries_kind", "account", "kind", "at", "amount_kopecks"),
    **_MYSQL,
)
