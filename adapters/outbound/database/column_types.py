"""How values of the domain lie in columns; the same Python value comes back that went in."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, Dialect, Integer, LargeBinary, String, Text
from sqlalchemy.dialects import mysql
from sqlalchemy.types import TypeDecorator, TypeEngine

# A rowid is only taken for an INTEGER PRIMARY KEY; SQLite's integers have 64 bits all the same.
Position = BigInteger().with_variant(Integer(), "sqlite")
LongText = Text().with_variant(mysql.MEDIUMTEXT(), "mysql")
LongBytes = LargeBinary().with_variant(mysql.MEDIUMBLOB(), "mysql")


class UuidBytes(TypeDecorator[UUID]):
    """Sixteen bytes: half the size of a CHAR in every index, and version 7 sorts by time."""

    impl = LargeBinary
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        return dialect.type_descriptor(mysql.BINARY(16) if dialect.name == "mysql" else LargeBinary())

    def process_bind_param(self, value: UUID | None, dialect: Dialect) -> bytes | None:  # noqa: ARG002 - the base's
        return None if value is None else value.bytes

    def process_result_value(self, value: bytes | None, dialect: Dialect) -> UUID | None:  # noqa: ARG002 - the base's
        return None if value is None else UUID(bytes=value)


class ByteString(TypeDecorator[bytes]):
    """At most ``length`` bytes, compared byte for byte."""

    impl = LargeBinary
    cache_ok = True

    def __init__(self, length: int) -> None:
        super().__init__(length)
        self.length = length

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        return dialect.type_descriptor(mysql.VARBINARY(self.length) if dialect.name == "mysql" else LargeBinary())


class Key(TypeDecorator[str]):
    """
    Text of at most ``length`` bytes that is compared byte for byte.

    Bytes on MySQL: each of its text collations that servers have in common takes "a" and "a " for the same.
    """

    impl = String
    cache_ok = True

    def __init__(self, length: int) -> None:
        super().__init__(length)
        self.length = length

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        return dialect.type_descriptor(mysql.VARBINARY(self.length) if dialect.name == "mysql" else String(self.length))

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | bytes | None:
        return value.encode() if value is not None and dialect.name == "mysql" else value

    def process_result_value(self, value: str | bytes | None, dialect: Dialect) -> str | None:  # noqa: ARG002 - the base's
        return value.decode() if isinstance(value, bytes) else value


class UtcDateTime(TypeDecorator[datetime]):
    """
    A moment, to the microsecond. Takes aware values only and gives them back in UTC.

    SQLite has no type for it: there it is text of fixed width, which sorts as time does.
    """

    impl = String
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        return dialect.type_descriptor(mysql.DATETIME(fsp=6) if dialect.name == "mysql" else String(26))

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | str | None:
        if value is None:
            return None
        if value.utcoffset() is None:
            raise ValueError(f"a moment without a time zone: {value!r}")
        naive = value.astimezone(UTC).replace(tzinfo=None)
        return naive if dialect.name == "mysql" else naive.isoformat(sep=" ", timespec="microseconds")

    def process_result_value(self, value: datetime | str | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002 - the base's
        if value is None:
            return None
        naive = datetime.fromisoformat(value) if isinstance(value, str) else value
        return naive.replace(tzinfo=UTC)
