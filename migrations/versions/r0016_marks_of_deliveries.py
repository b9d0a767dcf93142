"""
Bold words, italics and links of a part of an answer are kept with it.

Passes over what an interrupted run has left: MySQL commits after each statement.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import mysql

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

_TEXT = sa.Text().with_variant(mysql.MEDIUMTEXT(), "mysql")


def upgrade() -> None:
    known = {column["name"] for column in sa.inspect(op.get_bind()).get_columns("deliveries")}
    if "spans" not in known:
        op.add_column("deliveries", sa.Column("spans", _TEXT, nullable=True))


def downgrade() -> None:
    op.drop_column("deliveries", "spans")
