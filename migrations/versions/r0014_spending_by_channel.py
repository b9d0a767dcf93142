"""
Which channel money was held and charged for; open holds are found by an index.

What was charged before has no channel. Every step passes over what an interrupted run has left: MySQL commits after
each statement.
"""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

_TABLES = ("holds", "ledger_entries")
_INDEX = "ix_holds_state"


def upgrade() -> None:
    for table in _TABLES:
        if not _has_channel(table):
            op.add_column(table, sa.Column("channel", sa.String(16)))
    if not _has_index():
        op.create_index(_INDEX, "holds", ["state", "account", "at"])


def downgrade() -> None:
    if _has_index():
        op.drop_index(_INDEX, "holds")
    for table in _TABLES:
        if _has_channel(table):
            op.drop_column(table, "channel")


def _has_channel(table: str) -> bool:
    return "channel" in {found["name"] for found in sa.inspect(op.get_bind()).get_columns(table)}


def _has_index() -> bool:
    return _INDEX in {found["name"] for found in sa.inspect(op.get_bind()).get_indexes("holds")}
