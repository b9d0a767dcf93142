"""Files written in the background: callers hand a line over and go on, one thread does the waiting.

A refusal of the disk loses nothing at first: the thread keeps its batch and tries again, lines gather in the queue.
Lines are lost, and counted in `dropped`, when the queue is full or when the time given to `close` is over.
"""

import contextlib
import os
import queue
import sys
import tempfile
import threading
from collections.abc import Callable, Sequence
from itertools import chain, groupby, repeat
from pathlib import Path
from typing import NamedTuple, Protocol

from adapters.outbound.rotating_file import RotatingFile

_BATCH_LINES = 1_000
_PAUSES = (0.1, 0.5, 1.0, 5.0)


class LogDirectoryError(Exception):
    """Files cannot be made in the directory `path`; `reason` is the system's own wording."""

    def __init__(self, *, path: Path, reason: str) -> None:
        super().__init__(path, reason)
        self.path = path
        self.reason = reason

    def __str__(self) -> str:
        return f"cannot write to the directory {self.path}: {self.reason}"


class Destination(Protocol):
    """Where lines end up. Only the writer's thread calls it, so it may block. Equal ones share a write."""

    def append(self, lines: bytes, /) -> None:
        """Append whole lines, all of them or none.

        Raises:
            OSError, ValueError: not now; it is tried again.

        """
        ...


class _Line(NamedTuple):
    destination: Destination
    data: bytes


class _Mark(NamedTuple):
    """Set when everything queued before it has been dealt with; the last one ends the thread."""

    reached: threading.Event
    last: bool


class AsyncFileHandler:
    """A bounded queue of lines and the thread that appends them, one write per batch and destination.

    Started by its construction, ended by `close`; safe to use from any thread and from destructors.
    """

    def __init__(
        self,
        *,
        name: str = "file-log",
        capacity: int = 10_000,
        pauses: Sequence[float] = _PAUSES,
        complain: Callable[[str], None] | None = None,
    ) -> None:
        """Name the thread, bound the queue (in lines), space the attempts (in seconds; the last pause repeats).

        `complain` is told once when a destination starts to refuse and once when it takes lines again.
        """
        self._capacity = capacity
        self._pauses = pauses
        self._complain = complain or _say_on_stderr
        # SimpleQueue: its put may be entered again by a destructor that logs; a lock of ours would not stand that.
        self._queue: queue.SimpleQueue[_Line | _Mark] = queue.SimpleQueue()
        self._counting = threading.RLock()
        self._dropped = 0
        self._in_hand = 0
        self._refused = False
        self._closing = threading.Event()
        self._thread = threading.Thread(target=self._run, name=name, daemon=True)
        self._thread.start()

    @property
    def dropped(self) -> int:
        """Lines lost since the start."""
        return self._dropped

    def write(self, line: bytes, to: Destination) -> bool:
        """Queue one line, its newline included. False: the queue is full or closed, and the line is counted as lost."""
        if self._closing.is_set() or self._queue.qsize() >= self._capacity:
            self._count_lost(1)
            return False
        self._queue.put(_Line(to, line))
        return True

    def flush(self, timeout: float = 5.0) -> bool:
        """Wait, at most `timeout` seconds, until everything queued before has been written. Blocks the caller."""
        return self._reach(timeout, last=False)

    def close(self, timeout: float = 5.0) -> bool:
        """Write what is queued, for at most `timeout` seconds, and end the thread; what is left then counts as lost.

        Returns whether everything was dealt with in time. Closing twice is harmless. Blocks the caller.
        """
        if self._closing.is_set():
            return not self._thread.is_alive()
        self._closing.set()
        finished = self._reach(timeout, last=True)
        if finished:
            self._thread.join()
        else:
            self._count_lost(self._in_hand + self._queue.qsize() - 1)
        return finished

    def _reach(self, timeout: float, *, last: bool) -> bool:
        mark = _Mark(threading.Event(), last)
        self._queue.put(mark)
        return not self._thread.is_alive() or mark.reached.wait(timeout)

    def _run(self) -> None:
        while True:
            lines: list[_Line] = []
            mark = self._gather(lines)
            self._in_hand = len(lines)
            for destination, group in groupby(lines, key=lambda line: line.destination):
                self._append(destination, [line.data for line in group])
            self._in_hand = 0
            if mark is not None:
                mark.reached.set()
                if mark.last:
                    return

    def _gather(self, lines: list[_Line]) -> _Mark | None:
        """Wait for something, then take what waits with it, up to a batch or a mark."""
        item = self._queue.get()
        while isinstance(item, _Line):
            lines.append(item)
            if len(lines) == _BATCH_LINES:
                return None
            try:
                item = self._queue.get_nowait()
            except queue.Empty:
                return None
        return item

    def _append(self, destination: Destination, lines: list[bytes]) -> None:
        data = b"".join(lines)
        for pause in chain(self._pauses, repeat(self._pauses[-1])):
            closing = self._closing.is_set()
            try:
                destination.append(data)
            except (OSError, ValueError) as refusal:
                self._note_refusal(destination, refusal)
            else:
                self._note_success(destination)
                return
            if closing:
                self._count_lost(len(lines))
                return
            self._closing.wait(pause)

    def _note_refusal(self, destination: Destination, refusal: Exception) -> None:
        if not self._refused:
            self._refused = True
            self._complain(
                f"cannot write to {destination}: {refusal}; trying on, lines are dropped when the queue is full"
            )

    def _note_success(self, destination: Destination) -> None:
        if self._refused:
            self._refused = False
            self._complain(f"writing to {destination} again; lines lost so far: {self._dropped}")

    def _count_lost(self, lines: int) -> None:
        with self._counting:
            self._dropped += lines


def check_writable(directory: Path, name: str) -> None:
    """Make the directory when it is missing, and see that the file `name` can be made, appended to and renamed in it.

    Raises:
        LogDirectoryError: it cannot.

    """
    try:
        directory.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=directory, prefix=f".{name}."):
            pass
        if (directory / name).exists():
            RotatingFile(directory / name).append(b"")
    except OSError as error:
        raise LogDirectoryError(path=directory, reason=error.strerror or str(error)) from error


def _say_on_stderr(text: str) -> None:
    # Not through sys.stderr: a thread that dies with the process must not hold the lock of its buffer.
    with contextlib.suppress(OSError, ValueError, AttributeError):
        os.write(sys.stderr.fileno(), f"otklik: {text}\n".encode("utf-8", "backslashreplace"))
