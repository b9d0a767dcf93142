"""What operators did."""

from collections.abc import Sequence
from typing import Protocol

from domain.act import Act, RecordedAct


class ActRepository(Protocol):
    """Acts are added and read, never altered or taken away."""

    async def add(self, act: Act) -> None: ...

    async def latest(self, *, limit: int, before: int | None = None) -> Sequence[RecordedAct]:
        """Latest first; only those whose position is below ``before``."""
        ...
