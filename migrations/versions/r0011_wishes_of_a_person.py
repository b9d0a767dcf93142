"""
The wishes of a person are found by the person.

Passes over what an interrupted run has left: MySQL commits after each statement.
"""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

_INDEX = "ix_reminder_wishes_person_id"


def upgrade() -> None:
    if _INDEX not in _indexes():
        op.create_index(_INDEX, "reminder_wishes", ["person_id"])


def downgrade() -> None:
    if _INDEX in _indexes():
        op.drop_index(_INDEX, "reminder_wishes")


def _indexes() -> set[str | None]:
    return {found["name"] for found in sa.inspect(op.get_bind()).get_indexes("reminder_wishes")}
