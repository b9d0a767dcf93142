"""The versions of the system prompts that the owner has saved."""

from collections.abc import Sequence
from typing import Protocol

from domain.channel import Channel
from domain.prompt import PromptVersion


class PromptRepository(Protocol):
    async def current(self, channel: Channel) -> PromptVersion | None:
        """The version with the largest number; None when there is none."""
        ...

    async def get(self, channel: Channel, number: int) -> PromptVersion:
        """Raises NotFoundError."""
        ...

    async def add(self, version: PromptVersion) -> bool:
        """False, and nothing is kept, when the channel has a version of that number already."""
        ...

    async def history(self, channel: Channel, *, limit: int) -> Sequence[PromptVersion]:
        """Latest first."""
        ...
