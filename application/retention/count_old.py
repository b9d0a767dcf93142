"""What would be forgotten now."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Final
from uuid import UUID

from application.retention.forget_old import position
from application.retention.old_words import OldWords, Page, all_old_words
from domain.identifiers import first_id_at
from ports.clock import Clock
from ports.storage import Storage, UnitOfWork

PAGE: Final = 500


class CountOld:
    """The rows that ``ForgetOld`` would go through, of each kind; nothing is changed."""

    def __init__(self, *, storage: Storage, clock: Clock, term: timedelta | None) -> None:
        self._storage = storage
        self._clock = clock
        self._term = term

    async def execute(self) -> Mapping[str, int]:
        """Empty without a term. Raises StorageUnavailableError."""
        if self._term is None:
            return {}
        before = first_id_at(self._clock.now() - self._term)
        return {words.name: await self._count(words, before) for words in all_old_words(self._clock)}

    async def _count(self, words: OldWords, before: UUID) -> int:
        found = 0
        after = await self._storage.read(lambda uow: position(uow, words))
        while (page := await self._page(words, after, before)).last is not None:
            after = page.last
            found += len(page.old)
        return found

    async def _page(self, words: OldWords, after: UUID | None, before: UUID) -> Page:
        async def read(uow: UnitOfWork) -> Page:
            return await words.page(uow, after=after, before=before, limit=PAGE)

        return await self._storage.read(read)
