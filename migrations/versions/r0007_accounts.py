"""
When a person was blocked or erased; what is theirs and which sessions are open, found by an index.

Every step passes over what an interrupted run has left: MySQL commits after each statement.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import mysql

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

_MOMENT = sa.String(26).with_variant(mysql.DATETIME(fsp=6), "mysql")
_COLUMNS = ("blocked_at", "erased_at")
_INDEXES = {
    "ix_people_erased_at": ("people", ["erased_at"]),
    "ix_messages_person_id": ("messages", ["person_id", "id"]),
    "ix_sessions_seen_at": ("sessions", ["ended_at", "seen_at"]),
    "ix_sessions_opened_at": ("sessions", ["ended_at", "opened_at"]),
}


def upgrade() -> None:
    known = _columns()
    for name in _COLUMNS:
        if name not in known:
            op.add_column("people", sa.Column(name, _MOMENT))
    for name, (table, columns) in _INDEXES.items():
        if name not in _indexes(table):
            op.create_index(name, table, columns)


def downgrade() -> None:
    for name, (table, _) in _INDEXES.items():
        if name in _indexes(table):
            op.drop_index(name, table)
    for name in set(_COLUMNS) & _columns():
        op.drop_column("people", name)


def _columns() -> set[str]:
    return {found["name"] for found in sa.inspect(op.get_bind()).get_columns("people")}


def _indexes(table: str) -> set[str | None]:
    return {found["name"] for found in sa.inspect(op.get_bind()).get_indexes(table)}
