"""The request that a task belongs to."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar


class TaskCorrelation:
    def __init__(self) -> None:
        self._current: ContextVar[str | None] = ContextVar("request_id", default=None)

    @property
    def current(self) -> str | None:
        return self._current.get()

    @contextmanager
    def begun(self, request_id: str) -> Iterator[None]:
        token = self._current.set(request_id)
        try:
            yield
        finally:
            self._current.reset(token)
