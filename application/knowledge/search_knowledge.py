"""Look for what the community has written down."""

from collections.abc import Sequence

from domain.identifiers import TurnId
from domain.knowledge import MOST_PASSAGES, Passage, search_words
from ports.storage import Storage


class SearchKnowledge:
    """As it is looked for with a question, and what was told for an answer."""

    def __init__(self, *, storage: Storage) -> None:
        self._storage = storage

    async def execute(self, question: str) -> Sequence[Passage]:
        """The fittest first. Raises StorageUnavailableError."""
        words = search_words(question)
        return await self._storage.read(lambda uow: uow.knowledge.search(words, limit=MOST_PASSAGES))

    async def used(self, turn_id: TurnId) -> Sequence[Passage]:
        """What was told to the model for the answer of that turn. Raises StorageUnavailableError."""
        return await self._storage.read(lambda uow: uow.knowledge.used(turn_id))
