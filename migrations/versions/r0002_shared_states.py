"""
States that all processes share, when VK was first called with a delivery, the visitor's stop, ratings.

Every step passes over what an interrupted run has left: MySQL commits after each statement.
"""

from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import mysql

revision = "0002"
down_revision = "0001"
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
_KEY = sa.String(64).with_variant(mysql.VARBINARY(64), "mysql")
_COLUMNS = (("deliveries", "called_at"), ("turns", "stop_requested_at"))
_ALL_COLUMNS = (*_COLUMNS, ("deliveries", "open_calls"))
_TABLES = ("halts", "call_slots", "positions", "ratings")


def upgrade() -> None:
    for table, column in _COLUMNS:
        if not _has(table, column):
            op.add_column(table, sa.Column(column, _MOMENT))
    if not _has("deliveries", "open_calls"):
        op.add_column("deliveries", sa.Column("open_calls", sa.Integer(), nullable=False, server_default="0"))
    op.create_table(
        "halts",
        sa.Column("key", _KEY, primary_key=True, nullable=False),
        sa.Column("reason", sa.String(255), nullable=False),
        sa.Column("since", _MOMENT, nullable=False),
        sa.Column("until", _MOMENT, nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        **_OPTIONS,
    )
    op.create_table(
        "call_slots",
        sa.Column("key", _KEY, primary_key=True, nullable=False),
        sa.Column("next_at", _MOMENT, nullable=False),
        **_OPTIONS,
    )
    op.create_table(
        "positions",
        sa.Column("key", _KEY, primary_key=True, nullable=False),
        sa.Column("value", sa.String(255), nullable=False),
        sa.Column("at", _MOMENT, nullable=False),
        **_OPTIONS,
    )
    op.create_table(
        "ratings",
        sa.Column("message_id", _UUID, primary_key=True, nullable=False),
        sa.Column("person_id", _UUID, primary_key=True, nullable=False),
        sa.Column("value", sa.SmallInteger(), nullable=False),
        sa.Column("at", _MOMENT, nullable=False),
        **_OPTIONS,
    )


def downgrade() -> None:
    for table in _TABLES:
        op.drop_table(table, if_exists=True)
    for table, column in _ALL_COLUMNS:
        if _has(table, column):
            op.drop_column(table, column)


def _has(table: str, column: str) -> bool:
    return column in {found["name"] for found in sa.inspect(op.get_bind()).get_columns(table)}
