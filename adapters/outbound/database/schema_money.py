"""The tables of money: what an account holds, what is held of it, and the entries that nobody changes."""

from sqlalchemy import BigInteger, CheckConstraint, Column, Date, Index, String, Table, UniqueConstraint

from adapters.outbound.database.column_types import Key, LongText, Position, UtcDateTime
from adapters.outbound.database.schema_base import MYSQL, metadata, required

accounts = Table(
    "accounts",
    metadata,
    Column("key", Key(128), primary_key=True),
    required("balance_kopecks", BigInteger),
    required("held_kopecks", BigInteger),
    required("day", Date),
    required("day_used_kopecks", BigInteger),
    CheckConstraint("balance_kopecks >= 0", name="ck_accounts_balance"),
    CheckConstraint("held_kopecks >= 0", name="ck_accounts_held"),
    CheckConstraint("held_kopecks <= balance_kopecks", name="ck_accounts_available"),
    **MYSQL,
)

holds = Table(
    "holds",
    metadata,
    Column("key", Key(255), primary_key=True),
    required("account", Key(128)),
    required("amount_kopecks", BigInteger),
    required("day", Date),
    required("state", String(16)),
    required("at", UtcDateTime),
    Column("channel", String(16)),
    Index("ix_holds_state", "state", "account", "at"),
    **MYSQL,
)

ledger_entries = Table(
    "ledger_entries",
    metadata,
    Column("position", Position, primary_key=True),
    required("account", Key(128)),
    required("kind", String(16)),
    required("amount_kopecks", BigInteger),
    required("key", Key(255)),
    required("at", UtcDateTime),
    required("author", String(255)),
    required("reason", LongText),
    Column("channel", String(16)),
    UniqueConstraint("key", name="uq_ledger_entries_key"),
    Index("ix_ledger_entries_at", "account", "at", "position"),
    Index("ix_ledger_entries_kind", "account", "kind", "at", "amount_kopecks"),
    **MYSQL,
)
