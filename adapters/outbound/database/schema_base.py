"""What all tables share."""

from typing import Any, Final

from sqlalchemy import BigInteger, Column, MetaData, TextClause, text

from adapters.outbound.database.column_types import Key, UtcDateTime, UuidBytes

metadata: Final = MetaData()
MYSQL: Final[dict[str, Any]] = {"mysql_engine": "InnoDB", "mysql_charset": "utf8mb4", "mysql_collate": "utf8mb4_bin"}
NO_UUID: Final[TextClause] = text(f"X'{'0' * 32}'")
"""Sixteen bytes of nothing, as a default that all databases take."""


def required(name: str, type_: Any) -> Column[Any]:
    return Column(name, type_, nullable=False)


def id_column() -> Column[Any]:
    return Column("id", UuidBytes, primary_key=True)


def lease_columns() -> list[Column[Any]]:
    return [
        Column("claimable_at", UtcDateTime),
        Column("lease_owner", Key(128)),
        required("lease_token", BigInteger),
    ]
