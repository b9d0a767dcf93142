"""
The owner's inbox: when the last message was said, who waits for a person, what has failed.

Every step passes over what an interrupted run has left: MySQL commits after each statement.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import mysql

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

_MOMENT = sa.String(26).with_variant(mysql.DATETIME(fsp=6), "mysql")
_COLUMNS = (
    ("conversations", "last_at", _MOMENT),
    ("conversations", "person_wanted_at", _MOMENT),
    ("turns", "is_troubled", sa.Boolean(create_constraint=False)),
)
_INDEXES = {
    "ix_conversations_last_at": ("conversations", ["last_at", "id"]),
    "ix_conversations_person_wanted_at": ("conversations", ["person_wanted_at"]),
    "ix_turns_is_troubled": ("turns", ["is_troubled", "conversation_id"]),
    "ix_turns_conversation_id": ("turns", ["conversation_id", "created_at", "id"]),
}
_LAST_AT = """
UPDATE conversations SET last_at = (
    SELECT messages.at FROM messages
    WHERE messages.conversation_id = conversations.id AND messages.seq = conversations.last_seq
) WHERE last_at IS NULL AND last_seq > 0
"""
_TROUBLED = """
UPDATE turns SET is_troubled = 1
WHERE state = 'failed' OR (state = 'written' AND reason = 'delivery_unconfirmed')
"""


def upgrade() -> None:
    for table, name, type_ in _COLUMNS:
        if name not in _columns(table):
            op.add_column(table, sa.Column(name, type_))
    for statement in (_LAST_AT, _TROUBLED):
        op.execute(statement)
    for index, (table, columns) in _INDEXES.items():
        if index not in _indexes(table):
            op.create_index(index, table, columns)


def downgrade() -> None:
    for index, (table, _) in _INDEXES.items():
        if index in _indexes(table):
            op.drop_index(index, table)
    for table, name, _ in _COLUMNS:
        if name in _columns(table):
            op.drop_column(table, name)


def _columns(table: str) -> set[str]:
    return {found["name"] for found in sa.inspect(op.get_bind()).get_columns(table)}


def _indexes(table: str) -> set[str | None]:
    return {found["name"] for found in sa.inspect(op.get_bind()).get_indexes(table)}
