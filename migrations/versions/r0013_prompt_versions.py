"""
The versions of the system prompts that the owner saves.

Every step passes over what an interrupted run has left: MySQL commits after each statement.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import mysql

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

_MOMENT = sa.String(26).with_variant(mysql.DATETIME(fsp=6), "mysql")
_TEXT = sa.Text().with_variant(mysql.MEDIUMTEXT(), "mysql")
_KEY = sa.String(16).with_variant(mysql.VARBINARY(16), "mysql")


def upgrade() -> None:
    op.create_table(
        "prompt_versions",
        sa.Column("channel", _KEY, primary_key=True, nullable=False),
        sa.Column("number", sa.Integer(), primary_key=True, nullable=False, autoincrement=False),
        sa.Column("text", _TEXT),
        sa.Column("at", _MOMENT, nullable=False),
        sa.Column("by", sa.String(255), nullable=False),
        sa.Column("note", sa.String(1000), nullable=False),
        mysql_engine="InnoDB",
        mysql_charset="utf8mb4",
        mysql_collate="utf8mb4_bin",
        if_not_exists=True,
    )


def downgrade() -> None:
    op.drop_table("prompt_versions", if_exists=True)
