"""
What becomes of a deadline after it was read, the messages that set it, and who is reminded of it.

Every step passes over what an interrupted run has left: MySQL commits after each statement.
"""

from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import mysql

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

_OPTIONS: dict[str, Any] = {
    "mysql_engine": "InnoDB",
    "mysql_charset": "utf8mb4",
    "mysql_collate": "utf8mb4_bin",
    "if_not_exists": True,
}
_MOMENT = sa.String(26).with_variant(mysql.DATETIME(fsp=6), "mysql")
_UUID = sa.LargeBinary().with_variant(mysql.BINARY(16), "mysql")
_TABLES = ("deadline_sources", "reminder_wishes", "reminders")
_IDENTITY_INDEX = "uq_deadlines_identity"
_SOURCE_INDEX = "ix_deadline_sources_conversation_id"


def upgrade() -> None:
    known = _columns()
    for column in _new_columns():
        if column.name not in known:
            op.add_column("deadlines", column)
    op.create_table(
        "deadline_sources",
        sa.Column("key", _key(512), primary_key=True, nullable=False),
        sa.Column("deadline_id", _UUID),
        sa.Column("conversation_id", _UUID),
        sa.Column("withdrawn_at", _MOMENT),
        **_OPTIONS,
    )
    op.create_table(
        "reminder_wishes",
        sa.Column("deadline_id", _UUID, primary_key=True, nullable=False),
        sa.Column("person_id", _UUID, primary_key=True, nullable=False),
        sa.Column("message_id", _UUID, nullable=False),
        sa.Column("conversation_id", _UUID, nullable=False),
        sa.Column("at", _MOMENT, nullable=False),
        **_OPTIONS,
    )
    op.create_table(
        "reminders",
        sa.Column("deadline_id", _UUID, primary_key=True, nullable=False),
        sa.Column("at", _MOMENT, primary_key=True, nullable=False),
        sa.Column("lead_seconds", sa.Integer(), primary_key=True, nullable=False, autoincrement=False),
        sa.Column("told_at", _MOMENT, nullable=False),
        **_OPTIONS,
    )
    _fill()
    if _IDENTITY_INDEX not in _indexes("deadlines"):
        op.create_index(_IDENTITY_INDEX, "deadlines", ["identity"], unique=True)
    if _SOURCE_INDEX not in _indexes("deadline_sources"):
        op.create_index(_SOURCE_INDEX, "deadline_sources", ["conversation_id", "deadline_id"])


def downgrade() -> None:
    if _IDENTITY_INDEX in _indexes("deadlines"):
        op.drop_index(_IDENTITY_INDEX, "deadlines")
    for table in _TABLES:
        op.drop_table(table, if_exists=True)
    known = _columns()
    for column in _new_columns():
        if column.name in known:
            op.drop_column("deadlines", column.name)


def _new_columns() -> list[sa.Column[Any]]:
    return [
        sa.Column("zone", sa.String(64), nullable=False, server_default="UTC"),
        sa.Column("identity", _key(128)),
        sa.Column("review", sa.String(16), nullable=False, server_default="none"),
        sa.Column("withdrawn_at", _MOMENT),
        sa.Column("changed_at", _MOMENT),
    ]


def _fill() -> None:
    """What was read so far: each deadline is that of its one message."""
    read = sa.table("deadlines", *map(sa.column, ("id", "conversation_id", "created_at", "changed_at", "identity")))
    read.append_column(sa.column("message_id", _UUID))
    identity = sa.literal("message:").concat(sa.func.lower(sa.func.hex(read.c.message_id)))
    op.execute(sa.update(read).where(read.c.identity.is_(None)).values(identity=identity, changed_at=read.c.created_at))
    sources = sa.table("deadline_sources", *map(sa.column, ("key", "deadline_id", "conversation_id")))
    messages = sa.table("messages", *map(sa.column, ("id", "natural_key")))
    is_known = sa.exists().where(sources.c.key == messages.c.natural_key)
    op.execute(
        sa.insert(sources).from_select(
            ["key", "deadline_id", "conversation_id"],
            sa.select(messages.c.natural_key, read.c.id, read.c.conversation_id)
            .join(messages, messages.c.id == read.c.message_id)
            .where(~is_known),
        )
    )


def _key(length: int) -> sa.types.TypeEngine[str]:
    return sa.String(length).with_variant(mysql.VARBINARY(length), "mysql")


def _columns() -> set[str]:
    return {found["name"] for found in sa.inspect(op.get_bind()).get_columns("deadlines")}


def _indexes(table: str) -> set[str | None]:
    return {index["name"] for index in sa.inspect(op.get_bind()).get_indexes(table)}
