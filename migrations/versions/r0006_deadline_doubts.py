"""
Texts of which the grammar of deadlines was unsure, waiting for a second reader.

Every step passes over what an interrupted run has left: MySQL commits after each statement.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import mysql

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

_MOMENT = sa.String(26).with_variant(mysql.DATETIME(fsp=6), "mysql")
_UUID = sa.LargeBinary().with_variant(mysql.BINARY(16), "mysql")
_INDEX = "ix_doubts_claimable_at"


def upgrade() -> None:
    op.create_table(
        "doubts",
        sa.Column("id", _UUID, primary_key=True, nullable=False),
        sa.Column("created_at", _MOMENT, nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(255)),
        sa.Column("claimable_at", _MOMENT),
        sa.Column("lease_owner", sa.String(128).with_variant(mysql.VARBINARY(128), "mysql")),
        sa.Column("lease_token", sa.BigInteger(), nullable=False),
        mysql_engine="InnoDB",
        mysql_charset="utf8mb4",
        mysql_collate="utf8mb4_bin",
        if_not_exists=True,
    )
    if _INDEX not in {index["name"] for index in sa.inspect(op.get_bind()).get_indexes("doubts")}:
        op.create_index(_INDEX, "doubts", ["claimable_at", "id"])


def downgrade() -> None:
    op.drop_table("doubts", if_exists=True)
