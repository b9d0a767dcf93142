"""The log's lines, read back from its files."""

import heapq
import json
import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any, BinaryIO

LEVELS = ("debug", "info", "warning", "error", "critical")
_BLOCK = 65_536


@dataclass(frozen=True, slots=True)
class LogRecord:
    """One line: as it stands in the file, and decoded."""

    raw: str
    fields: dict[str, Any]

    @property
    def at(self) -> str:
        return str(self.fields.get("timestamp", ""))

    def is_wanted(self, *, level: str | None, turn: str | None) -> bool:
        """Whether it is of this level or above, and about this turn; None asks for nothing."""
        if turn is not None and self.fields.get("turn_id") != turn:
            return False
        found = self.fields.get("level")
        return level is None or (found in LEVELS and LEVELS.index(found) >= LEVELS.index(level))


def newest_records(directory: Path, count: int, wanted: Callable[[LogRecord], bool]) -> list[LogRecord]:
    """The last `count` wanted lines of all processes, oldest first; files are read from their ends, as far as needed.

    Lines that are no JSON object, and a line that is still being written, are passed over.
    """
    processes = (_newest_first(path) for path in sorted(directory.glob("*.log")))
    merged = heapq.merge(*processes, key=lambda record: record.at, reverse=True)
    return list(islice(filter(wanted, merged), count))[::-1]


class Follower:
    """Lines as they are added, also after a rotation and by processes that begin later."""

    def __init__(self, directory: Path) -> None:
        """Begin at the present end of each file."""
        self._directory = directory
        self._open: dict[Path, BinaryIO] = {}
        for path in directory.glob("*.log"):
            self._open[path] = path.open("rb")
            self._open[path].seek(_end_of_whole_lines(self._open[path]))

    def new_records(self) -> list[LogRecord]:
        """What was added since the last call."""
        records: list[LogRecord] = []
        for path in sorted({*self._directory.glob("*.log"), *self._open}):
            records += self._new_in(path)
        return sorted(records, key=lambda record: record.at)

    def close(self) -> None:
        for file in self._open.values():
            file.close()
        self._open.clear()

    def _new_in(self, path: Path) -> Iterator[LogRecord]:
        if path in self._open:
            yield from _decoded(_whole_lines(self._open[path]))
            if _is_same_file(self._open[path], path):
                return
            self._open.pop(path).close()
        if path.exists():
            self._open[path] = path.open("rb")
            yield from _decoded(_whole_lines(self._open[path]))


def _newest_first(path: Path) -> Iterator[LogRecord]:
    """One process' lines: its file, then the ones rotated away."""
    rotated = [file for file in path.parent.glob(f"{path.name}.*") if file.suffix[1:].isdecimal()]
    for file in (path, *sorted(rotated, key=lambda file: int(file.suffix[1:]))):
        with suppress(FileNotFoundError), file.open("rb") as opened:  # rotated away meanwhile
            yield from _decoded(_lines_from_the_end(opened))


def _lines_from_the_end(file: BinaryIO) -> Iterator[bytes]:
    position = _end_of_whole_lines(file)
    head = b""
    while position:
        step = min(_BLOCK, position)
        position -= step
        file.seek(position)
        head, *whole = (file.read(step) + head).split(b"\n")
        yield from reversed(whole)
    yield head


def _end_of_whole_lines(file: BinaryIO) -> int:
    position = file.seek(0, os.SEEK_END)
    while position:
        step = min(_BLOCK, position)
        position -= step
        file.seek(position)
        found = file.read(step).rfind(b"\n")
        if found >= 0:
            return position + found + 1
    return 0


def _whole_lines(file: BinaryIO) -> Iterator[bytes]:
    while True:
        start = file.tell()
        line = file.readline()
        if not line.endswith(b"\n"):
            file.seek(start)
            return
        yield line


def _is_same_file(file: BinaryIO, path: Path) -> bool:
    try:
        found = path.stat()
    except FileNotFoundError:
        return False
    return os.path.samestat(os.fstat(file.fileno()), found) and found.st_size >= file.tell()


def _decoded(lines: Iterable[bytes]) -> Iterator[LogRecord]:
    for line in lines:
        try:
            raw = line.decode().rstrip("\n")
            fields = json.loads(raw)
        except (ValueError, RecursionError):
            continue
        if isinstance(fields, dict):
            yield LogRecord(raw, fields)
