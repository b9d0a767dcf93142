"""
The outbox in order per conversation, and why a notification failed; events by their state.

Every step passes over what an interrupted run has left: MySQL commits after each statement.
"""

import json
from contextlib import suppress
from uuid import UUID

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import mysql

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

_UUID = sa.LargeBinary().with_variant(mysql.BINARY(16), "mysql")
_LONG_TEXT = sa.Text().with_variant(mysql.MEDIUMTEXT(), "mysql")
_NONE = sa.text(f"X'{'0' * 32}'")
_COLUMNS = ("lane", "reason")
_INDEXES = (
    ("ix_notifications_lane", "notifications", ["lane", "state", "position"]),
    ("ix_notifications_claimable_at", "notifications", ["claimable_at", "position"]),
    ("ix_events_state", "events", ["state", "id"]),
)
_BATCH = 1000


def upgrade() -> None:
    columns = _columns()
    if "lane" not in columns:
        op.add_column("notifications", sa.Column("lane", _UUID, nullable=False, server_default=_NONE))
    if "reason" not in columns:
        op.add_column("notifications", sa.Column("reason", _LONG_TEXT))
    _sort_into_lanes()
    for name, table, names in _INDEXES:
        if name not in _indexes(table):
            op.create_index(name, table, names)


def downgrade() -> None:
    for name, table, _ in _INDEXES:
        if name in _indexes(table):
            op.drop_index(name, table)
    for column in _COLUMNS:
        if column in _columns():
            op.drop_column("notifications", column)


def _sort_into_lanes() -> None:
    """What waits still goes where the next ones of its conversation will go, so that they cannot overtake it."""
    table = sa.table(
        "notifications",
        sa.column("position", sa.BigInteger()),
        sa.column("payload", sa.Text()),
        sa.column("state", sa.String()),
        sa.column("lane", _UUID),
    )
    connection, after = op.get_bind(), 0
    while True:
        waiting = sa.select(table.c.position, table.c.payload).where(
            table.c.state == "pending", table.c.position > after
        )
        rows = connection.execute(waiting.order_by(table.c.position).limit(_BATCH)).all()
        if not rows:
            return
        after = rows[-1].position
        for position, payload in rows:
            if lane := _lane(payload):
                connection.execute(sa.update(table).where(table.c.position == position).values(lane=lane))


def _lane(payload: str) -> bytes | None:
    with suppress(ValueError, LookupError, TypeError, AttributeError):
        return UUID(json.loads(payload)["responses"][0]["conversation_id"]).bytes
    return None


def _columns() -> set[str]:
    return {found["name"] for found in sa.inspect(op.get_bind()).get_columns("notifications")}


def _indexes(table: str) -> set[str | None]:
    return {index["name"] for index in sa.inspect(op.get_bind()).get_indexes(table)}
