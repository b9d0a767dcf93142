"""What is being done belongs to which request."""

from contextlib import AbstractContextManager
from typing import Protocol


class Correlation(Protocol):
    """Holds for the task in which it was begun, and for those that it starts."""

    @property
    def current(self) -> str | None:
        """The request's id; None outside of any."""
        ...

    def begun(self, request_id: str) -> AbstractContextManager[None]:
        """Inside the ``with`` it is this request's."""
        ...
