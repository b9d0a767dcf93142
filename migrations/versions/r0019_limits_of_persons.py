"""
What may be spent from a person's own account in a day, where somebody has decided about that person.

Passes over what an interrupted run has left: MySQL commits after each statement.
"""

from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import mysql

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

_MOMENT = sa.String(26).with_variant(mysql.DATETIME(fsp=6), "mysql")
_COLUMNS: dict[str, sa.types.TypeEngine[Any]] = {
    "limited_at": _MOMENT,
    "limited_by": sa.String(255),
    "limit_kopecks": sa.BigInteger(),
}


def upgrade() -> None:
    for name, type_ in _COLUMNS.items():
        if name not in _known():
            op.add_column("people", sa.Column(name, type_))


def downgrade() -> None:
    for name in _COLUMNS.keys() & _known():
        op.drop_column("people", name)


def _known() -> set[str]:
    return {found["name"] for found in sa.inspect(op.get_bind()).get_columns("people")}
