"""Log lines for a person at a terminal."""

import contextlib
import os
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TextIO

from adapters.outbound.file_log import AsyncFileHandler
from adapters.terminal import escape_controls

_COLOURS = {"debug": 2, "info": 32, "warning": 33, "error": 31, "critical": 31}
_CAPACITY = 1_000
_ELSEWHERE = ("timestamp", "level", "service", "event", "exception", "stack")


@dataclass(frozen=True, slots=True)
class Stream:
    """A stream somebody else opened, as a destination of lines; it is not closed."""

    stream: TextIO

    def append(self, lines: bytes) -> None:
        """Write past the stream's buffer where it has a descriptor, so that no lock of it is held by our thread.

        Raises:
            OSError, ValueError: the stream is broken or closed.

        """
        descriptor = None
        with contextlib.suppress(OSError):
            descriptor = self.stream.fileno()
        if descriptor is None:
            self.stream.write(lines.decode())
            self.stream.flush()
            return
        rest = memoryview(lines)
        while rest:
            rest = rest[os.write(descriptor, rest) :]

    def __str__(self) -> str:
        return "the console"


class Console:
    """Lines shown to a person: words on a terminal, the file's own JSON when somebody collects the output."""

    def __init__(self, stream: TextIO) -> None:
        self._writer = AsyncFileHandler(name="console-log", capacity=_CAPACITY)
        self._stream = Stream(stream)
        self._is_terminal = stream.isatty()
        self._colours = not os.environ.get("NO_COLOR")

    def show(self, fields: Mapping[str, object], rendered: bytes) -> None:
        line = console_line(fields, colours=self._colours) if self._is_terminal else rendered
        self._writer.write(line, self._stream)

    def flush(self, timeout: float = 5.0) -> bool:
        return self._writer.flush(timeout)

    def close(self, timeout: float = 5.0) -> bool:
        return self._writer.close(timeout)


def console_line(fields: Mapping[str, object], *, colours: bool) -> bytes:
    """One line `time level event fact=value …`; a traceback follows, each of its lines indented."""
    level = str(fields["level"])
    at = datetime.fromisoformat(str(fields["timestamp"])).astimezone()
    facts = " ".join(f"{key}={_shown(value)}" for key, value in fields.items() if key not in _ELSEWHERE)
    event = escape_controls(str(fields["event"]))
    head = f"{at:%H:%M:%S} {_paint(f'{level:8}', _COLOURS.get(level, 0), colours=colours)} {event}"
    lines = [f"{head}  {_paint(escape_controls(facts), 2, colours=colours)}"]
    for key in ("exception", "stack"):
        lines += [f"    {escape_controls(line)}" for line in str(fields.get(key, "")).splitlines()]
    return ("\n".join(lines) + "\n").encode("utf-8", "backslashreplace")


def _shown(value: object) -> str:
    text = str(value)
    return repr(text) if isinstance(value, str) and (" " in text or "=" in text or not text) else text


def _paint(text: str, colour: int, *, colours: bool) -> str:
    return f"\x1b[{colour}m{text}\x1b[0m" if colours else text
