"""A file that lines are appended to, kept below a size by renaming."""

import contextlib
import fcntl
import os
from dataclasses import dataclass
from pathlib import Path

_MODE = 0o640  # lines are about people: others of the machine read none


@dataclass(frozen=True, slots=True)
class RotatingFile:
    """`name.log`, with the older `name.log.1` … `name.log.<backups>` beside it.

    Opened for each append, so nothing is held: a file moved away, a directory deleted and a disk emptied are met anew.
    `max_bytes` 0 lets it grow; one append larger than `max_bytes` still goes into one file.
    Several processes may append to one path; only one of them may rotate it.
    """

    path: Path
    max_bytes: int = 0
    backups: int = 0

    def append(self, lines: bytes) -> None:
        """Append all of the lines or none; half a line left by a killed process is ended first.

        Raises:
            OSError: the system refused.

        """
        if self._is_full_for(len(lines)):
            self._rotate()
        descriptor = self._open()
        try:
            _append_all(descriptor, lines)
        finally:
            os.close(descriptor)

    def __str__(self) -> str:
        return str(self.path)

    def _open(self) -> int:
        flags = os.O_RDWR | os.O_APPEND | os.O_CREAT | os.O_CLOEXEC
        try:
            return os.open(self.path, flags, _MODE)
        except FileNotFoundError:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            return os.open(self.path, flags, _MODE)

    def _is_full_for(self, more: int) -> bool:
        if not self.max_bytes:
            return False
        try:
            size = self.path.stat().st_size
        except FileNotFoundError:
            return False
        return size > 0 and size + more > self.max_bytes

    def _rotate(self) -> None:
        names = [self.path, *(self.path.with_name(f"{self.path.name}.{n}") for n in range(1, self.backups + 1))]
        if not self.backups:
            self.path.unlink()
        for older, newer in zip(reversed(names[1:]), reversed(names[:-1]), strict=True):
            with contextlib.suppress(FileNotFoundError):
                newer.replace(older)


def _append_all(descriptor: int, lines: bytes) -> None:
    fcntl.flock(descriptor, fcntl.LOCK_EX)  # until it is closed; other processes wait in their own writer's thread
    size = os.fstat(descriptor).st_size
    if size and lines and os.pread(descriptor, 1, size - 1) != b"\n":
        lines = b"\n" + lines
    rest = memoryview(lines)
    try:
        while rest:
            rest = rest[os.write(descriptor, rest) :]
    except OSError:
        with contextlib.suppress(OSError):
            os.ftruncate(descriptor, size)
        raise
