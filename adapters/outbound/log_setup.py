"""Sets logging up once per process: ours through structlog, everybody else's through the standard library.

Both end in one `LogSink`, which renders in the caller's thread (tracebacks and context variables live there) and
leaves the writing to background threads. The file gets every line as JSON; the console gets warnings and errors: as
words on a terminal, as the same JSON elsewhere.
"""

import contextlib
import logging
from collections.abc import Iterable, Iterator
from functools import partial
from pathlib import Path
from typing import TextIO

import structlog

from adapters.outbound.file_log import AsyncFileHandler, check_writable
from adapters.outbound.log_console import Console
from adapters.outbound.log_sink import LEVELS, SERVICE, LogSink, NamedLogger
from adapters.outbound.redaction import Redactor, str_or_class
from adapters.outbound.rotating_file import RotatingFile

# Their INFO is our every call and statement. Below INFO all of them show whole texts: frames, rows, bodies.
_QUIET = ("httpx2", "httpcore2", "openai", "sqlalchemy", "aiosqlite", "asyncmy")


class LogRuntime:
    """Logging that is open: what the rest of the process may do with it."""

    def __init__(self, *, file: AsyncFileHandler, console: Console | None, redactor: Redactor) -> None:
        self.file = file
        self._console = console
        self._redactor = redactor

    @property
    def dropped(self) -> int:
        """Lines lost on the way to the file since the start."""
        return self.file.dropped

    def redact_values(self, *secrets: str) -> None:
        """Hide these values in every line from now on, wherever they stand."""
        self._redactor.redact_values(*secrets)

    def flush(self, timeout: float = 5.0) -> bool:
        """Wait until what was logged before is written. Blocks: not for the event loop."""
        return self.file.flush(timeout) and (self._console is None or self._console.flush(timeout))


@contextlib.contextmanager
def open_logging(
    *,
    directory: Path,
    level: str = "INFO",
    name: str = SERVICE,
    console: TextIO | None = None,
    secrets: Iterable[str] = (),
    max_bytes: int = 20_000_000,
    backups: int = 5,
) -> Iterator[LogRuntime]:
    """Log into `directory/name.log` until the `with` ends; what is queued then is written, for at most five seconds.

    One per process. `name` has to differ between processes that write at the same time. `level` is one of DEBUG, INFO,
    WARNING, ERROR, CRITICAL; without `console` nothing is shown there.

    Raises:
        LogDirectoryError: the directory cannot be made or written, nothing has been set up.

    """
    least = LEVELS[level.lower()]
    path = directory / f"{name}.log"
    check_writable(directory, path.name)
    with contextlib.ExitStack() as stack:
        file = AsyncFileHandler()
        stack.callback(file.close)
        shown = None if console is None else Console(console)
        if shown is not None:
            stack.callback(shown.close)
        redactor = Redactor(secrets)
        target = RotatingFile(path, max_bytes, backups)
        sink = LogSink(file=file, target=target, redactor=redactor, console=shown)
        stack.enter_context(_structlog_into(sink, least))
        stack.enter_context(_standard_library_into(sink, least))
        yield LogRuntime(file=file, console=shown, redactor=redactor)


class _ForeignHandler(logging.Handler):
    """Records of the standard library's logging, as lines of ours."""

    def __init__(self, sink: LogSink) -> None:
        super().__init__()
        self._sink = sink

    def emit(self, record: logging.LogRecord) -> None:
        fields: dict[str, object] = dict(structlog.contextvars.get_contextvars())
        fields |= {"level": _nearest_level(record.levelno), "logger": record.name, "event": _message_of(record)}
        if record.exc_info:
            fields["exc_info"] = record.exc_info
        if record.stack_info:
            fields["stack"] = record.stack_info
        self._sink.emit(fields)


@contextlib.contextmanager
def _structlog_into(sink: LogSink, least: int) -> Iterator[None]:
    before = structlog.get_config()
    structlog.configure(
        processors=[structlog.contextvars.merge_contextvars, structlog.processors.add_log_level, _whole_dict],
        wrapper_class=structlog.make_filtering_bound_logger(least),
        logger_factory=partial(NamedLogger, sink),
        cache_logger_on_first_use=False,  # loggers made at import follow whoever opens logging later
    )
    try:
        yield
    finally:
        structlog.configure(**before)


@contextlib.contextmanager
def _standard_library_into(sink: LogSink, least: int) -> Iterator[None]:
    root = logging.getLogger()
    handler = _ForeignHandler(sink)
    levels = {root: max(least, logging.INFO)}
    levels |= {logging.getLogger(name): max(least, logging.WARNING) for name in _QUIET}
    before = {logger: logger.level for logger in levels}
    root.addHandler(handler)
    for logger, level in levels.items():
        logger.setLevel(level)
    try:
        yield
    finally:
        root.removeHandler(handler)
        for logger, level in before.items():
            logger.setLevel(level)


def _whole_dict(
    _logger: object, _method: str, fields: structlog.typing.EventDict
) -> tuple[tuple[object], dict[str, object]]:
    """Pass the facts to the sink as one argument."""
    return (fields,), {}


def _nearest_level(number: int) -> str:
    return max((name for name, least in LEVELS.items() if least <= number), key=LEVELS.__getitem__, default="debug")


def _message_of(record: logging.LogRecord) -> str:
    try:
        return record.getMessage().rstrip()
    except Exception:  # noqa: BLE001 - a template that does not fit its arguments is still a message
        return str_or_class(record.msg)
