"""
Nothing is looked up by the effect of a delivery any more: its index goes.

An earlier program that still did finds it by the index of the conversation, which both begin with.

Passes over what an interrupted run has left: MySQL commits after each statement.
"""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None

_INDEX = "ix_deliveries_effect_id"


def upgrade() -> None:
    if _INDEX in _known():
        op.drop_index(_INDEX, "deliveries")


def downgrade() -> None:
    if _INDEX not in _known():
        op.create_index(_INDEX, "deliveries", ["conversation_id", "effect_id"])


def _known() -> set[str | None]:
    return {found["name"] for found in sa.inspect(op.get_bind()).get_indexes("deliveries")}
