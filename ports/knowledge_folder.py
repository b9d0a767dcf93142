"""The folder where the community keeps what it has written down."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True, kw_only=True)
class KnowledgeFile:
    """``name`` is its path inside the folder, with slashes."""

    name: str
    text: str


class KnowledgeFolder(Protocol):
    async def read(self) -> Sequence[KnowledgeFile]:
        """Every Markdown file as it is now, by name; what cannot be read is left out and reported."""
        ...
