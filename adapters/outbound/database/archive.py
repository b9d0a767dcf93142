"""
The file of a backup: gzip, and in it JSON lines.

A header with the schema's revision; for each table a line with its name and columns, then a line for each row; at the
end how many rows each table had, by which a file that was cut off is known. Values are written as the domain has them
(UUIDs, moments in UTC, bytes in base64), so what MySQL gave SQLite takes too.
"""

import gzip
import os
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from typing import Any, BinaryIO, Final, cast
from uuid import UUID

import msgspec
from sqlalchemy import Boolean, Column, Date, Integer, LargeBinary, Table

from adapters.outbound.database.column_types import ByteString, UtcDateTime, UuidBytes
from domain.errors import OtklikError

FORMAT: Final = 1
_MODE: Final = 0o600
_KINDS: Final[tuple[tuple[Any, Any], ...]] = (
    (UuidBytes, UUID),
    (UtcDateTime, datetime),
    ((ByteString, LargeBinary), bytes),
    (Date, date),
    (Boolean, bool),
    (Integer, int),
)
"""What a column holds; text, where none of them fits."""


class ArchiveError(OtklikError):
    """A backup that cannot be made or taken back; ``problem`` says why."""

    def __init__(self, problem: str) -> None:
        super().__init__(problem)
        self.problem = problem

    def __str__(self) -> str:
        return self.problem


class Header(msgspec.Struct, tag="otklik-backup", tag_field="kind"):
    format: int
    revision: str


class TableStart(msgspec.Struct, tag="table", tag_field="kind"):
    name: str
    columns: list[str]


class End(msgspec.Struct, tag="end", tag_field="kind"):
    rows: dict[str, int]


_LINE: Final = msgspec.json.Decoder(Header | TableStart | End)


class ArchiveWriter:
    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._rows: dict[str, int] = {}
        self._table = ""

    def begin(self, revision: str) -> None:
        self._put(Header(format=FORMAT, revision=revision))

    def start(self, table: Table) -> None:
        self._table = str(table.name)  # its own kind of text is not JSON's
        self._rows[self._table] = 0
        self._put(TableStart(name=str(table.name), columns=[str(column.name) for column in table.columns]))

    def add(self, rows: Sequence[Sequence[Any]]) -> None:
        self._rows[self._table] += len(rows)
        for row in rows:
            self._put(tuple(row))

    def end(self) -> dict[str, int]:
        self._put(End(rows=self._rows))
        return self._rows

    def _put(self, line: object) -> None:
        self._file.write(msgspec.json.encode(line) + b"\n")


@contextmanager
def new_archive(path: Path) -> Iterator[ArchiveWriter]:
    """Under its name only when it is whole and on disk; never in place of another. Raises ArchiveError, OSError."""
    if path.exists():
        raise ArchiveError(f"{path} is there already")
    draft = path.with_name(f".{path.name}.part")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, _MODE)
    try:
        with os.fdopen(descriptor, "wb") as raw:
            with gzip.GzipFile(fileobj=raw, mode="wb", compresslevel=5, filename="", mtime=0) as file:
                yield ArchiveWriter(cast("BinaryIO", file))
            raw.flush()
            os.fsync(raw.fileno())
        os.link(draft, path)
    except FileExistsError:
        raise ArchiveError(f"{path} is there already") from None
    finally:
        draft.unlink(missing_ok=True)


class ArchiveReader:
    """Reads the file once, from its beginning to its end; every method may raise ArchiveError."""

    def __init__(self, lines: Iterator[bytes], tables: Sequence[Table]) -> None:
        self._lines = lines
        self._tables = {table.name: table for table in tables}

    def header(self) -> Header:
        header = self._control(self._next())
        if not isinstance(header, Header) or header.format != FORMAT:
            raise ArchiveError("this is no backup that this program can read")
        return header

    def batches(self, size: int) -> Iterator[tuple[Table, list[dict[str, Any]]]]:
        """Rows of one table at a time; at the end they are all there, or ArchiveError is raised."""
        found: dict[str, int] = {}
        line = self._control(self._next())
        while isinstance(line, TableStart):
            table = self._tables.get(line.name)
            if table is None or [column.name for column in table.columns] != line.columns or line.name in found:
                raise ArchiveError(f"the backup's table {line.name!r} is not one of this program")
            found[line.name] = 0
            raw = self._next()
            while raw.startswith(b"["):
                batch: list[bytes] = []
                while raw.startswith(b"[") and len(batch) < size:
                    batch.append(raw)
                    raw = self._next()
                found[line.name] += len(batch)
                yield table, _rows(table, batch)
            line = self._control(raw)
        if not isinstance(line, End) or line.rows != found:
            raise ArchiveError("the backup is damaged: rows are missing")
        self._check_sum()

    def _check_sum(self) -> None:
        """Gzip compares it when the end is reached."""
        try:
            rest = next(self._lines, None)
        except (EOFError, zlib.error, gzip.BadGzipFile) as error:
            raise ArchiveError("the backup is damaged, or it was cut off") from error
        if rest is not None:
            raise ArchiveError("the backup is damaged: something follows its end")

    def _control(self, raw: bytes) -> Header | TableStart | End:
        try:
            line: Header | TableStart | End = _LINE.decode(raw)
        except msgspec.DecodeError as error:
            raise ArchiveError("this is no backup, or it is damaged") from error
        return line

    def _next(self) -> bytes:
        try:
            return next(self._lines)
        except (StopIteration, EOFError, zlib.error, gzip.BadGzipFile) as error:
            raise ArchiveError("this is no backup, or it was cut off") from error


@contextmanager
def opened_archive(path: Path, tables: Sequence[Table]) -> Iterator[ArchiveReader]:
    """Raises OSError."""
    with gzip.open(path, "rb") as file:
        yield ArchiveReader(iter(file), tables)


def _rows(table: Table, raw: list[bytes]) -> list[dict[str, Any]]:
    names = [column.name for column in table.columns]
    # A type that is made of the table's columns, which no checker can read.
    shape: Any = tuple.__class_getitem__(tuple(_kind(column) | None for column in table.columns))
    decode = msgspec.json.Decoder(shape).decode
    try:
        return [dict(zip(names, decode(line), strict=True)) for line in raw]
    except msgspec.DecodeError as error:
        raise ArchiveError(f"the backup is damaged in its table {table.name!r}") from error


def _kind(column: Column[Any]) -> Any:
    return next((kind for types, kind in _KINDS if isinstance(column.type, types)), str)
