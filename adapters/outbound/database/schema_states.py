"""Small tables: one row per thing whose state all processes share, and what visitors thought of answers."""

from sqlalchemy import BigInteger, Column, Integer, SmallInteger, String, Table

from adapters.outbound.database.column_types import Key, LongText, UtcDateTime, UuidBytes
from adapters.outbound.database.schema_base import MYSQL, metadata, required

halts = Table(
    "halts",
    metadata,
    Column("key", Key(64), primary_key=True),
    required("reason", String(255)),
    required("since", UtcDateTime),
    # Nothing is sent before that moment; then one try shows whether the trouble is over.
    required("until", UtcDateTime),
    required("tries", Integer),
    **MYSQL,
)

alerts = Table(
    "alerts",
    metadata,
    # A kind of alert; one more row, "look", says when somebody looked last.
    Column("key", Key(64), primary_key=True),
    required("is_on", SmallInteger),
    # How often it has begun.
    required("number", Integer),
    required("changed_at", UtcDateTime),
    **MYSQL,
)

call_slots = Table(
    "call_slots",
    metadata,
    Column("key", Key(64), primary_key=True),
    # When the next call may go, so that all processes together keep the rate.
    required("next_at", UtcDateTime),
    **MYSQL,
)

positions = Table(
    "positions",
    metadata,
    Column("key", Key(64), primary_key=True),
    required("value", String(255)),
    required("at", UtcDateTime),
    **MYSQL,
)

# What the owner has decided about all answering: one row.
controls = Table(
    "controls",
    metadata,
    Column("key", Key(64), primary_key=True),
    Column("stopped_at", UtcDateTime),
    Column("stopped_by", String(255)),
    Column("stop_reason", String(1000)),
    # Without a moment the setting's limit counts; without an amount there is none.
    Column("limited_at", UtcDateTime),
    Column("limited_by", String(255)),
    Column("limit_kopecks", BigInteger),
    **MYSQL,
)

# The last number of a channel counts; no text: the file counts.
prompt_versions = Table(
    "prompt_versions",
    metadata,
    Column("channel", Key(16), primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("text", LongText),
    required("at", UtcDateTime),
    required("by", String(255)),
    required("note", String(1000)),
    **MYSQL,
)

ratings = Table(
    "ratings",
    metadata,
    Column("message_id", UuidBytes, primary_key=True),
    Column("person_id", UuidBytes, primary_key=True),
    required("value", SmallInteger),
    required("at", UtcDateTime),
    **MYSQL,
)
