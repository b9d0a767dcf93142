"""
What the community has written down, and what of it was told for an answer.

The words are looked for by MySQL's FULLTEXT, in SQLite by an FTS5 table that triggers keep (see the migration).
"""

from sqlalchemy import Column, Index, Integer, String, Table, UniqueConstraint

from adapters.outbound.database.column_types import Key, LongText, Position, UuidBytes
from adapters.outbound.database.schema_base import MYSQL, metadata, required

passages = Table(
    "knowledge_passages",
    metadata,
    Column("position", Position, primary_key=True),
    required("file", Key(255)),
    required("number", Integer),
    required("digest", String(64)),
    required("heading", String(255)),
    required("text", LongText),
    # Heading and text as words are compared.
    required("words", LongText),
    UniqueConstraint("file", "number", name="uq_knowledge_passages_number"),
    Index("ft_knowledge_passages_words", "words", mysql_prefix="FULLTEXT").ddl_if(dialect="mysql"),
    **MYSQL,
)

told_passages = Table(
    "told_passages",
    metadata,
    Column("turn_id", UuidBytes, primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    required("file", Key(255)),
    required("heading", String(255)),
    required("text", LongText),
    **MYSQL,
)
