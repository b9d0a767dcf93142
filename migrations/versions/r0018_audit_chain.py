"""
Acts of operators, and the hash chain over them and the ledger.

No row is read here: what is booked already is sealed by the servers, a batch at a time. Every step passes over what an
interrupted run has left: MySQL commits after each statement.
"""

from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import mysql

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

_OPTIONS: dict[str, Any] = {
    "mysql_engine": "InnoDB",
    "mysql_charset": "utf8mb4",
    "mysql_collate": "utf8mb4_bin",
    "if_not_exists": True,
}
_MOMENT = sa.String(26).with_variant(mysql.DATETIME(fsp=6), "mysql")
_TEXT = sa.Text().with_variant(mysql.MEDIUMTEXT(), "mysql")
_KEY = sa.String(16).with_variant(mysql.VARBINARY(16), "mysql")
_HASH = sa.LargeBinary().with_variant(mysql.VARBINARY(32), "mysql")
_POSITION = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "acts",
        sa.Column("position", _POSITION, primary_key=True, nullable=False, autoincrement=True),
        sa.Column("at", _MOMENT, nullable=False),
        sa.Column("by", sa.String(255), nullable=False),
        sa.Column("deed", sa.String(64), nullable=False),
        sa.Column("subject", sa.String(255), nullable=False),
        sa.Column("details", _TEXT, nullable=False),
        sa.Column("correlation", sa.String(64)),
        **_OPTIONS,
    )
    op.create_table(
        "audit_links",
        sa.Column("number", sa.BigInteger(), primary_key=True, nullable=False, autoincrement=False),
        sa.Column("kind", _KEY, nullable=False),
        sa.Column("position", sa.BigInteger(), nullable=False),
        sa.Column("digest", _HASH, nullable=False),
        sa.Column("previous", _HASH, nullable=False),
        sa.Column("sealed_at", _MOMENT, nullable=False),
        sa.Column("hash", _HASH, nullable=False),
        sa.UniqueConstraint("kind", "position", name="uq_audit_links_position"),
        **_OPTIONS,
    )


def downgrade() -> None:
    for name in ("audit_links", "acts"):
        op.drop_table(name, if_exists=True)
