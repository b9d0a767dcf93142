"""One request at a time."""

from collections.abc import Iterator
from contextlib import contextmanager


class FakeCorrelation:
    def __init__(self) -> None:
        self.current: str | None = None

    @contextmanager
    def begun(self, request_id: str) -> Iterator[None]:
        before, self.current = self.current, request_id
        try:
            yield
        finally:
            self.current = before
