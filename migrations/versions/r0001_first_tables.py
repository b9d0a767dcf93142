"""
The first tables.

MySQL commits after each statement: every step here passes over what an interrupted run has left. The types are
spelled out and do not follow the program's schema: a revision stays what it was.
"""

from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import mysql

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

_OPTIONS: dict[str, Any] = {
    "mysql_engine": "InnoDB",
    "mysql_charset": "utf8mb4",
    "mysql_collate": "utf8mb4_bin",
    "if_not_exists": True,
}
_INTEGER = sa.Integer()
_BIG = sa.BigInteger()
_DATE = sa.Date()
_UUID = sa.LargeBinary().with_variant(mysql.BINARY(16), "mysql")
_MOMENT = sa.String(26).with_variant(mysql.DATETIME(fsp=6), "mysql")
_LONG_TEXT = sa.Text().with_variant(mysql.MEDIUMTEXT(), "mysql")
_LONG_BYTES = sa.LargeBinary().with_variant(mysql.MEDIUMBLOB(), "mysql")
_POSITION = sa.BigInteger().with_variant(sa.Integer(), "sqlite")

_INDEXES = (
    ("ix_events_claimable_at", "events", ["claimable_at", "id"]),
    ("ix_sessions_person_id", "sessions", ["person_id"]),
    ("ix_conversations_person_id", "conversations", ["person_id", "channel", "created_at", "id"]),
    ("ix_messages_turn_id", "messages", ["turn_id"]),
    ("ix_turns_claimable_at", "turns", ["claimable_at", "id"]),
    ("ix_turns_open_conversation_id", "turns", ["open_conversation_id", "claimable_at", "id"]),
    ("ix_turns_lease_owner", "turns", ["lease_owner"]),
    ("ix_turns_created_at", "turns", ["created_at", "id"]),
    ("ix_deliveries_conversation_id", "deliveries", ["conversation_id", "position"]),
    ("ix_deliveries_effect_id", "deliveries", ["conversation_id", "effect_id"]),
    ("ix_notifications_state", "notifications", ["state", "position"]),
    ("ix_deadlines_at", "deadlines", ["at", "id"]),
    ("ix_deadlines_conversation_id", "deadlines", ["conversation_id", "at", "id"]),
    ("ix_ledger_entries_at", "ledger_entries", ["account", "at", "position"]),
    ("ix_ledger_entries_kind", "ledger_entries", ["account", "kind", "at", "amount_kopecks"]),
)
_TABLES = (
    "events",
    "people",
    "person_days",
    "sessions",
    "conversations",
    "messages",
    "turns",
    "deliveries",
    "notifications",
    "deadlines",
    "accounts",
    "holds",
    "ledger_entries",
)


def upgrade() -> None:
    _create_events()
    _create_people()
    _create_conversations()
    _create_turns()
    _create_outgoing()
    _create_deadlines()
    _create_accounts()
    inspector = sa.inspect(op.get_bind())
    for name, table, columns in _INDEXES:
        # MySQL has no CREATE INDEX IF NOT EXISTS.
        if name not in {index["name"] for index in inspector.get_indexes(table)}:
            op.create_index(name, table, columns)


def downgrade() -> None:
    for table in reversed(_TABLES):
        op.drop_table(table, if_exists=True)


def _required(name: str, type_: Any) -> sa.Column[Any]:
    return sa.Column(name, type_, nullable=False)


def _primary(name: str, type_: Any) -> sa.Column[Any]:
    return sa.Column(name, type_, primary_key=True, nullable=False)


def _key(length: int) -> Any:
    return sa.String(length).with_variant(mysql.VARBINARY(length), "mysql")


def _bytes(length: int) -> Any:
    return sa.LargeBinary().with_variant(mysql.VARBINARY(length), "mysql")


def _lease() -> tuple[sa.Column[Any], ...]:
    return sa.Column("claimable_at", _MOMENT), sa.Column("lease_owner", _key(128)), _required("lease_token", _BIG)


def _create_events() -> None:
    op.create_table(
        "events",
        _primary("id", _UUID),
        _required("group_id", _BIG),
        _required("event_id", _bytes(128)),
        _required("type", sa.String(255)),
        _required("body", _LONG_BYTES),
        _required("received_at", _MOMENT),
        _required("state", sa.String(16)),
        sa.Column("reason", _LONG_TEXT),
        _required("tries", _INTEGER),
        *_lease(),
        sa.UniqueConstraint("group_id", "event_id", name="uq_events_event_id"),
        **_OPTIONS,
    )


def _create_people() -> None:
    op.create_table(
        "people",
        _primary("id", _UUID),
        _required("kind", sa.String(16)),
        _required("created_at", _MOMENT),
        sa.Column("vk_id", _BIG),
        sa.Column("login", _key(256)),
        sa.Column("password_hash", sa.String(255)),
        sa.UniqueConstraint("vk_id", name="uq_people_vk_id"),
        sa.UniqueConstraint("login", name="uq_people_login"),
        **_OPTIONS,
    )
    op.create_table(
        "person_days",
        _primary("person_id", _UUID),
        _primary("day", _DATE),
        _required("answers", _INTEGER),
        **_OPTIONS,
    )
    op.create_table(
        "sessions",
        _primary("id", _UUID),
        _required("token_hash", _bytes(64)),
        _required("person_id", _UUID),
        _required("conversation_id", _UUID),
        _required("opened_at", _MOMENT),
        _required("seen_at", _MOMENT),
        sa.Column("ended_at", _MOMENT),
        sa.Column("end_reason", sa.String(255)),
        sa.UniqueConstraint("token_hash", name="uq_sessions_token_hash"),
        **_OPTIONS,
    )


def _create_conversations() -> None:
    op.create_table(
        "conversations",
        _primary("id", _UUID),
        _required("channel", sa.String(16)),
        _required("key", _key(255)),
        _required("created_at", _MOMENT),
        _required("last_seq", _INTEGER),
        sa.Column("person_id", _UUID),
        sa.UniqueConstraint("key", name="uq_conversations_key"),
        **_OPTIONS,
    )
    op.create_table(
        "messages",
        _primary("id", _UUID),
        _required("conversation_id", _UUID),
        _required("seq", _INTEGER),
        _required("author", sa.String(16)),
        _required("text", _LONG_TEXT),
        _required("natural_key", _key(512)),
        _required("at", _MOMENT),
        sa.Column("person_id", _UUID),
        sa.Column("turn_id", _UUID),
        sa.Column("client_id", _key(256)),
        sa.Column("wall_owner_id", _BIG),
        sa.Column("wall_post_id", _BIG),
        sa.Column("wall_comment_id", _BIG),
        sa.Column("dialog_peer_id", _BIG),
        sa.Column("dialog_message_id", _BIG),
        sa.UniqueConstraint("natural_key", name="uq_messages_natural_key"),
        sa.UniqueConstraint("conversation_id", "seq", name="uq_messages_seq"),
        **_OPTIONS,
    )


def _create_turns() -> None:
    op.create_table(
        "turns",
        _primary("id", _UUID),
        _required("conversation_id", _UUID),
        _required("channel", sa.String(16)),
        _required("person_id", _UUID),
        _required("payer", _key(128)),
        _required("price_kopecks", _BIG),
        _required("opened_by", _UUID),
        _required("created_at", _MOMENT),
        _required("state", sa.String(16)),
        _required("attempt", _INTEGER),
        _required("tries", _INTEGER),
        sa.Column("reason", _LONG_TEXT),
        sa.Column("input_upto_seq", _INTEGER),
        sa.Column("answer", _LONG_TEXT),
        sa.Column("model", _LONG_TEXT),
        sa.Column("answer_message_id", _UUID),
        *_lease(),
        sa.Column("open_conversation_id", _UUID),
        sa.Column("active_conversation_id", _UUID),
        sa.UniqueConstraint("active_conversation_id", name="uq_turns_active_conversation_id"),
        **_OPTIONS,
    )


def _create_outgoing() -> None:
    op.create_table(
        "deliveries",
        _primary("position", _POSITION),
        _required("id", _UUID),
        _required("turn_id", _UUID),
        _required("conversation_id", _UUID),
        _required("part", _INTEGER),
        sa.Column("owner_id", _BIG),
        sa.Column("post_id", _BIG),
        sa.Column("reply_to", _BIG),
        sa.Column("peer_id", _BIG),
        _required("text", _LONG_TEXT),
        _required("state", sa.String(16)),
        sa.Column("effect_id", _BIG),
        _required("tries", _INTEGER),
        sa.Column("reason", _LONG_TEXT),
        sa.UniqueConstraint("id", name="uq_deliveries_id"),
        sa.UniqueConstraint("turn_id", "part", name="uq_deliveries_part"),
        **_OPTIONS,
    )
    op.create_table(
        "notifications",
        _primary("position", _POSITION),
        _required("id", _UUID),
        _required("key", _key(255)),
        _required("type", sa.String(64)),
        _required("payload", _LONG_TEXT),
        _required("created_at", _MOMENT),
        _required("state", sa.String(16)),
        _required("tries", _INTEGER),
        *_lease(),
        sa.UniqueConstraint("id", name="uq_notifications_id"),
        sa.UniqueConstraint("key", name="uq_notifications_key"),
        **_OPTIONS,
    )


def _create_deadlines() -> None:
    op.create_table(
        "deadlines",
        _primary("id", _UUID),
        _required("at", _MOMENT),
        _required("quote", _LONG_TEXT),
        _required("conversation_id", _UUID),
        _required("message_id", _UUID),
        _required("created_at", _MOMENT),
        sa.UniqueConstraint("message_id", name="uq_deadlines_message_id"),
        **_OPTIONS,
    )


def _create_accounts() -> None:
    op.create_table(
        "accounts",
        _primary("key", _key(128)),
        _required("balance_kopecks", _BIG),
        _required("held_kopecks", _BIG),
        _required("day", _DATE),
        _required("day_used_kopecks", _BIG),
        sa.CheckConstraint("balance_kopecks >= 0", name="ck_accounts_balance"),
        sa.CheckConstraint("held_kopecks >= 0", name="ck_accounts_held"),
        sa.CheckConstraint("held_kopecks <= balance_kopecks", name="ck_accounts_available"),
        **_OPTIONS,
    )
    op.create_table(
        "holds",
        _primary("key", _key(255)),
        _required("account", _key(128)),
        _required("amount_kopecks", _BIG),
        _required("day", _DATE),
        _required("state", sa.String(16)),
        _required("at", _MOMENT),
        **_OPTIONS,
    )
    op.create_table(
        "ledger_entries",
        _primary("position", _POSITION),
        _required("account", _key(128)),
        _required("kind", sa.String(16)),
        _required("amount_kopecks", _BIG),
        _required("key", _key(255)),
        _required("at", _MOMENT),
        _required("author", sa.String(255)),
        _required("reason", _LONG_TEXT),
        sa.UniqueConstraint("key", name="uq_ledger_entries_key"),
        **_OPTIONS,
    )
