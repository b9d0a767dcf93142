"""What the core says about its own work."""

from contextlib import AbstractContextManager
from typing import Protocol


class Log(Protocol):
    """Lines about what happened, one per call, whatever the facts hold.

    No method blocks and none raises: a line that cannot be kept is counted and dropped.
    `event` is a fixed snake_case name; what varies goes into the facts: plain values, ids and lengths, never a
    secret, never the whole text of a message.
    An exception given as the fact `error` is kept as its class and message, with its traceback beside it.
    """

    def debug(self, event: str, /, **facts: object) -> None: ...

    def info(self, event: str, /, **facts: object) -> None: ...

    def warning(self, event: str, /, **facts: object) -> None: ...

    def error(self, event: str, /, **facts: object) -> None: ...

    def bound(self, /, **facts: object) -> AbstractContextManager[None]:
        """Facts added to each line logged inside the `with`, in this task and in those it starts there.

        A fact of the line itself wins over a bound one, an inner `bound` over an outer one.
        """
        ...
