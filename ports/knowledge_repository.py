"""Passages of what the community has written down, and which of them were told for an answer."""

from collections.abc import Mapping, Sequence
from typing import Protocol

from domain.identifiers import TurnId
from domain.knowledge import Passage


class KnowledgeRepository(Protocol):
    async def digests(self) -> Mapping[str, str]:
        """The files that are indexed, each with the digest that it was indexed under."""
        ...

    async def replace(self, file: str, passages: Sequence[Passage], *, digest: str) -> None:
        """Index a file anew; without passages nothing is left of it."""
        ...

    async def search(self, words: Sequence[str], *, limit: int) -> Sequence[Passage]:
        """
        Passages with words that begin so, the fittest first; none without words.

        ``words`` are made by ``search_words``. What this transaction itself has indexed may be missing.
        """
        ...

    async def note_used(self, turn_id: TurnId, passages: Sequence[Passage]) -> None:
        """Keep what was told for an answer, as it was then; what was kept for an earlier try is replaced."""
        ...

    async def used(self, turn_id: TurnId) -> Sequence[Passage]:
        """In the order in which it was told."""
        ...
