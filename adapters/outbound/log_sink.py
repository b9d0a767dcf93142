"""The last step of every log line."""

import contextlib
import logging
import sys
import traceback
from collections.abc import Mapping
from datetime import UTC, datetime

from adapters.outbound.file_log import AsyncFileHandler
from adapters.outbound.json_line import json_line
from adapters.outbound.log import FACTS
from adapters.outbound.log_console import Console
from adapters.outbound.redaction import Redactor, str_or_class
from adapters.outbound.rotating_file import RotatingFile

SERVICE = "otklik"
LEVELS = {"debug": 10, "info": 20, "warning": 30, "error": 40, "critical": 50}
_TRACEBACK_LIMIT = 16_000
_ENVELOPE = ("timestamp", "level", "service", "logger", "event", "exception", "stack", "lines_dropped")


class LogSink:
    """Completes, cleans, renders and hands over each line. Never blocks, never raises."""

    def __init__(
        self, *, file: AsyncFileHandler, target: RotatingFile, redactor: Redactor, console: Console | None
    ) -> None:
        self._file = file
        self._target = target
        self._redactor = redactor
        self._console = console
        self._dropped_before = 0

    def emit(self, fields: dict[str, object]) -> None:
        event = fields.get("event")
        try:
            self._deliver(self._complete(fields))
        except Exception as failure:  # noqa: BLE001 - whoever logs is never to fail by it
            with contextlib.suppress(Exception):
                self._deliver(self._complete(_unreadable(event, failure)))

    def _complete(self, fields: dict[str, object]) -> dict[str, object]:
        own = fields.pop(FACTS, None)
        facts = {**fields, **_renamed(own)} if isinstance(own, Mapping) else fields
        caught = _exception_of(facts)
        line: dict[str, object] = {
            "timestamp": datetime.now(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z"),
            "level": facts.pop("level", "info"),
            "service": SERVICE,
            "logger": self._redactor.text(str_or_class(facts.pop("logger", SERVICE))),
            "event": self._redactor.text(str_or_class(facts.pop("event", ""))),
        }
        stack = facts.pop("stack", None)
        line |= self._redactor.facts(_renamed(facts))
        if caught is not None:
            line["exception"] = self._redactor.text(_traceback_of(caught), _TRACEBACK_LIMIT)
        if stack:
            line["stack"] = self._redactor.text(str_or_class(stack), _TRACEBACK_LIMIT)
        return line

    def _deliver(self, line: dict[str, object]) -> None:
        dropped = self._file.dropped
        if dropped > self._dropped_before:
            line["lines_dropped"] = dropped - self._dropped_before
        rendered = json_line(line)
        if self._file.write(rendered, self._target):
            self._dropped_before = dropped
        if self._console is not None and _is_for_console(line):
            self._console.show(line, rendered)


class NamedLogger:
    """What structlog's processors hand a line to; made by `structlog.get_logger(name)`."""

    def __init__(self, sink: LogSink, name: str = SERVICE) -> None:
        self._sink = sink
        self._name = name

    def emit(self, fields: dict[str, object]) -> None:
        self._sink.emit({**fields, "logger": self._name})

    debug = info = warning = error = critical = emit


def _is_for_console(line: Mapping[str, object]) -> bool:
    return LEVELS.get(str(line["level"]), logging.INFO) >= logging.WARNING


def _unreadable(event: object, failure: Exception) -> dict[str, object]:
    return {"level": "error", "event": "log_line_failed", "about": event, "reason": type(failure).__name__}


def _renamed(facts: Mapping[str, object]) -> dict[str, object]:
    """The facts, those that bear a name of the envelope with an underscore behind it."""
    return {f"{key}_" if key in _ENVELOPE else key: value for key, value in facts.items()}


def _exception_of(facts: dict[str, object]) -> BaseException | None:
    given = facts.pop("exc_info", None)
    if isinstance(given, tuple):
        given = given[1]
    elif given is True:
        given = sys.exc_info()[1]
    if isinstance(given, BaseException):
        facts.setdefault("error", given)
        return given
    error = facts.get("error")
    return error if isinstance(error, BaseException) else None


def _traceback_of(error: BaseException) -> str:
    return "".join(traceback.format_exception(error))
