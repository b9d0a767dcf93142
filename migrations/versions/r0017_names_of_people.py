"""
What people of VK are called is kept for whoever looks at their conversations.

Passes over what an interrupted run has left: MySQL commits after each statement.
"""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    known = {column["name"] for column in sa.inspect(op.get_bind()).get_columns("people")}
    if "name" not in known:
        op.add_column("people", sa.Column("name", sa.String(255), nullable=True))


def downgrade() -> None:
    op.drop_column("people", "name")
