"""
Answers that wait for a person's approval, or were written only to be looked at; what each took in tokens.

Every step passes over what an interrupted run has left: MySQL commits after each statement.
"""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

_INDEX = "ix_turns_held_back"
_NAMES = ("publishing", "approved_by", "input_tokens", "output_tokens", "held_back")


def upgrade() -> None:
    known = _columns()
    for column in (
        sa.Column("publishing", sa.String(16), nullable=False, server_default="at_once"),
        sa.Column("approved_by", sa.String(255)),
        sa.Column("input_tokens", sa.Integer),
        sa.Column("output_tokens", sa.Integer),
        sa.Column("held_back", sa.String(16)),
    ):
        if column.name not in known:
            op.add_column("turns", column)
    if _INDEX not in _indexes():
        op.create_index(_INDEX, "turns", ["held_back", "created_at", "id"])


def downgrade() -> None:
    if _INDEX in _indexes():
        op.drop_index(_INDEX, "turns")
    for name in set(_NAMES) & _columns():
        op.drop_column("turns", name)


def _columns() -> set[str]:
    return {found["name"] for found in sa.inspect(op.get_bind()).get_columns("turns")}


def _indexes() -> set[str | None]:
    return {found["name"] for found in sa.inspect(op.get_bind()).get_indexes("turns")}
