"""Tracing that remembers."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from uuid import UUID, uuid4

from ports.tracing import NOTHING, Attribute, Attributes


@dataclass(slots=True, kw_only=True)
class RecordedSpan:
    name: str
    trace: UUID
    parent: "RecordedSpan | None"
    calls_out: bool
    attributes: dict[str, Attribute] = field(default_factory=dict)
    error: str | None = None

    def note(self, attributes: Attributes) -> None:
        self.attributes |= {name: value for name, value in attributes.items() if value is not None}


class FakeTracing:
    """``spans`` are those that have ended, in the order of their ends."""

    def __init__(self) -> None:
        self.spans: list[RecordedSpan] = []
        self._current: ContextVar[RecordedSpan | None] = ContextVar("span", default=None)

    @contextmanager
    def span(
        self, name: str, attributes: Attributes = NOTHING, *, trace: UUID | None = None, calls_out: bool = False
    ) -> Iterator[RecordedSpan]:
        parent = self._current.get()
        made = parent.trace if parent else trace or uuid4()
        span = RecordedSpan(name=name, trace=made, parent=parent, calls_out=calls_out)
        span.note(attributes)
        token = self._current.set(span)
        try:
            yield span
        except BaseException as error:
            span.error = type(error).__name__
            raise
        finally:
            self._current.reset(token)
            self.spans.append(span)

    def names(self) -> list[str]:
        return [span.name for span in self.spans]
