"""
What the community has written down, with an index of its words, and what of it was told for an answer.

Every step passes over what an interrupted run has left: MySQL commits after each statement.
"""

from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import mysql

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

_OPTIONS: dict[str, Any] = {
    "mysql_engine": "InnoDB",
    "mysql_charset": "utf8mb4",
    "mysql_collate": "utf8mb4_bin",
    "if_not_exists": True,
}
_KEY = sa.String(255).with_variant(mysql.VARBINARY(255), "mysql")
_TEXT = sa.Text().with_variant(mysql.MEDIUMTEXT(), "mysql")
_UUID = sa.LargeBinary().with_variant(mysql.BINARY(16), "mysql")
_POSITION = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_INDEX = "ft_knowledge_passages_words"

_SQLITE = (
    """
    CREATE VIRTUAL TABLE IF NOT EXISTS knowledge_index
    USING fts5(words, content='knowledge_passages', content_rowid='position', tokenize='unicode61')
    """,
    """
    CREATE TRIGGER IF NOT EXISTS knowledge_added AFTER INSERT ON knowledge_passages
    BEGIN INSERT INTO knowledge_index(rowid, words) VALUES (new.position, new.words); END
    """,
    """
    CREATE TRIGGER IF NOT EXISTS knowledge_dropped AFTER DELETE ON knowledge_passages
    BEGIN INSERT INTO knowledge_index(knowledge_index, rowid, words) VALUES ('delete', old.position, old.words); END
    """,
)
"""The index holds no text of its own: triggers keep it in step with the table, a restored one too."""


def upgrade() -> None:
    op.create_table(
        "knowledge_passages",
        sa.Column("position", _POSITION, primary_key=True, nullable=False, autoincrement=True),
        sa.Column("file", _KEY, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("heading", sa.String(255), nullable=False),
        sa.Column("text", _TEXT, nullable=False),
        sa.Column("words", _TEXT, nullable=False),
        sa.UniqueConstraint("file", "number", name="uq_knowledge_passages_number"),
        **_OPTIONS,
    )
    op.create_table(
        "told_passages",
        sa.Column("turn_id", _UUID, primary_key=True, nullable=False),
        sa.Column("number", sa.Integer(), primary_key=True, nullable=False, autoincrement=False),
        sa.Column("file", _KEY, nullable=False),
        sa.Column("heading", sa.String(255), nullable=False),
        sa.Column("text", _TEXT, nullable=False),
        **_OPTIONS,
    )
    if op.get_bind().dialect.name == "sqlite":
        for statement in _SQLITE:
            op.execute(statement)
    elif _INDEX not in {index["name"] for index in sa.inspect(op.get_bind()).get_indexes("knowledge_passages")}:
        op.create_index(_INDEX, "knowledge_passages", ["words"], mysql_prefix="FULLTEXT")


def downgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        op.execute("DROP TABLE IF EXISTS knowledge_index")
    for name in ("told_passages", "knowledge_passages"):
        op.drop_table(name, if_exists=True)
