"""What the community has written down, in memory."""

import re
from collections.abc import Mapping, Sequence

from domain.identifiers import TurnId
from domain.knowledge import Passage, searchable
from tests.fakes.tables import Tables


class FakeKnowledgeRepository:
    def __init__(self, tables: Tables) -> None:
        self._tables = tables

    async def digests(self) -> Mapping[str, str]:
        return {file: digest for file, (digest, _) in self._tables.knowledge.items()}

    async def replace(self, file: str, passages: Sequence[Passage], *, digest: str) -> None:
        self._tables.knowledge.pop(file, None)
        if digest:
            self._tables.knowledge[file] = (digest, tuple(passages))

    async def search(self, words: Sequence[str], *, limit: int) -> Sequence[Passage]:
        found = [
            (fits, passage)
            for _, passages in self._tables.knowledge.values()
            for passage in passages
            if (fits := _fits(passage, words))
        ]
        return [passage for _, passage in sorted(found, key=lambda each: -each[0])][:limit]

    async def note_used(self, turn_id: TurnId, passages: Sequence[Passage]) -> None:
        self._tables.told_passages[turn_id] = tuple(passages)

    async def used(self, turn_id: TurnId) -> Sequence[Passage]:
        return self._tables.told_passages.get(turn_id, ())


def _fits(passage: Passage, words: Sequence[str]) -> int:
    said = re.findall(r"[^\W_]+", searchable(f"{passage.heading}\n{passage.text}"))
    return sum(any(each.startswith(word) for each in said) for word in words)
