"""
What the owner has decided about all answering: stopped or not, and the limit of a day.

Every step passes over what an interrupted run has left: MySQL commits after each statement.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import mysql

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

_MOMENT = sa.String(26).with_variant(mysql.DATETIME(fsp=6), "mysql")


def upgrade() -> None:
    op.create_table(
        "controls",
        sa.Column("key", sa.String(64).with_variant(mysql.VARBINARY(64), "mysql"), primary_key=True, nullable=False),
        sa.Column("stopped_at", _MOMENT),
        sa.Column("stopped_by", sa.String(255)),
        sa.Column("stop_reason", sa.String(1000)),
        sa.Column("limited_at", _MOMENT),
        sa.Column("limited_by", sa.String(255)),
        sa.Column("limit_kopecks", sa.BigInteger()),
        mysql_engine="InnoDB",
        mysql_charset="utf8mb4",
        mysql_collate="utf8mb4_bin",
        if_not_exists=True,
    )


def downgrade() -> None:
    op.drop_table("controls", if_exists=True)
