"""Tables that are only ever added to: acts of operators, and the hash chain over them and the ledger."""

from sqlalchemy import BigInteger, Column, String, Table, UniqueConstraint

from adapters.outbound.database.column_types import ByteString, Key, LongText, Position, UtcDateTime
from adapters.outbound.database.schema_base import MYSQL, metadata, required

acts = Table(
    "acts",
    metadata,
    Column("position", Position, primary_key=True),
    required("at", UtcDateTime),
    required("by", String(255)),
    required("deed", String(64)),
    required("subject", String(255)),
    # JSON, as it was sealed.
    required("details", LongText),
    Column("correlation", String(64)),
    **MYSQL,
)

audit_links = Table(
    "audit_links",
    metadata,
    Column("number", BigInteger, primary_key=True, autoincrement=False),
    required("kind", Key(16)),
    # Of the entry or the act that is sealed.
    required("position", BigInteger),
    required("digest", ByteString(32)),
    required("previous", ByteString(32)),
    required("sealed_at", UtcDateTime),
    required("hash", ByteString(32)),
    UniqueConstraint("kind", "position", name="uq_audit_links_position"),
    **MYSQL,
)
