import contextlib
from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager
from contextvars import ContextVar
from dataclasses import dataclass, field

_NOTHING: Mapping[str, object] = {}


@dataclass(frozen=True, slots=True)
class LogLine:
    level: str
    event: str
    facts: Mapping[str, object]


@dataclass(slots=True)
class FakeLog:
    """Keeps the lines, oldest first, with their facts as they were given."""

    lines: list[LogLine] = field(default_factory=list)
    _bound: ContextVar[Mapping[str, object]] = field(
        default_factory=lambda: ContextVar("bound facts", default=_NOTHING)
    )

    def events(self, level: str | None = None) -> list[str]:
        return [line.event for line in self.lines if level in {None, line.level}]

    def debug(self, event: str, /, **facts: object) -> None:
        self._add("debug", event, facts)

    def info(self, event: str, /, **facts: object) -> None:
        self._add("info", event, facts)

    def warning(self, event: str, /, **facts: object) -> None:
        self._add("warning", event, facts)

    def error(self, event: str, /, **facts: object) -> None:
        self._add("error", event, facts)

    def bound(self, /, **facts: object) -> AbstractContextManager[None]:
        return self._binding(facts)

    @contextlib.contextmanager
    def _binding(self, facts: Mapping[str, object]) -> Iterator[None]:
        outer = self._bound.get()
        self._bound.set({**outer, **facts})
        try:
            yield
        finally:
            self._bound.set(outer)

    def _add(self, level: str, event: str, facts: Mapping[str, object]) -> None:
        self.lines.append(LogLine(level, event, {**self._bound.get(), **facts}))
