"""The log as the server opens it, in a folder of the test's own."""

import io
import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NoReturn, TextIO

from adapters.outbound.log_setup import LogRuntime, open_logging

LONG = 30.0


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


class UnreadableMapping(dict[str, object]):
    def items(self) -> NoReturn:
        raise LookupError


class Opened:
    """Logging that is open, with what it has written."""

    def __init__(self, runtime: LogRuntime, path: Path, console: TextIO) -> None:
        self.runtime = runtime
        self.path = path
        self.console = console

    @property
    def lines(self) -> list[dict[str, Any]]:
        self.runtime.flush()
        written = self.path.read_bytes() if self.path.exists() else b""
        return [json.loads(line) for line in written.split(b"\n") if line]

    @property
    def shown(self) -> str:
        self.runtime.flush()
        assert isinstance(self.console, io.StringIO)
        return self.console.getvalue()


@contextmanager
def opened(directory: Path, *, console: TextIO | None = None, **options: Any) -> Iterator[Opened]:
    stream = console or io.StringIO()
    with open_logging(directory=directory, console=stream, **options) as runtime:
        yield Opened(runtime, directory / f"{options.get('name', 'otklik')}.log", stream)
