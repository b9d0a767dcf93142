"""
Until when a person of the community speaks in a conversation, and who.

Every step passes over what an interrupted run has left: MySQL commits after each statement.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import mysql

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

_MOMENT = sa.String(26).with_variant(mysql.DATETIME(fsp=6), "mysql")


def upgrade() -> None:
    known = _known()
    for column in (sa.Column("taken_until", _MOMENT), sa.Column("taken_by", sa.String(255))):
        if column.name not in known:
            op.add_column("conversations", column)


def downgrade() -> None:
    for name in {"taken_until", "taken_by"} & _known():
        op.drop_column("conversations", name)


def _known() -> set[str]:
    return {found["name"] for found in sa.inspect(op.get_bind()).get_columns("conversations")}
