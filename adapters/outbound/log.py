"""The core's log on structlog."""

from contextlib import AbstractContextManager
from typing import cast

import structlog
from structlog.typing import FilteringBoundLogger

# The one keyword facts travel under, so that no name of a fact can collide with a parameter of structlog's.
FACTS = "_facts"


class StructlogLog:
    """Hands each line to the chain that `open_logging` set up."""

    def __init__(self, name: str = "otklik") -> None:
        self._logger = cast("FilteringBoundLogger", structlog.get_logger(name))

    def debug(self, event: str, /, **facts: object) -> None:
        self._logger.debug(event, **{FACTS: facts})

    def info(self, event: str, /, **facts: object) -> None:
        self._logger.info(event, **{FACTS: facts})

    def warning(self, event: str, /, **facts: object) -> None:
        self._logger.warning(event, **{FACTS: facts})

    def error(self, event: str, /, **facts: object) -> None:
        self._logger.error(event, **{FACTS: facts})

    def bound(self, /, **facts: object) -> AbstractContextManager[None]:
        return structlog.contextvars.bound_contextvars(**facts)
