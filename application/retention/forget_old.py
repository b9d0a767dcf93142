"""Nothing is left of what was said long ago."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Final
from uuid import UUID

from application.retention.old_words import OldWords, Page, all_old_words
from domain.identifiers import first_id_at
from ports.clock import Clock
from ports.log import Log
from ports.storage import Storage, UnitOfWork

LEASE_KEY: Final = "retention"
BATCH: Final = 100
PAUSE_SECONDS: Final = 0.05
"""Between two batches: whoever answers meanwhile has the database to themselves."""


class ForgetOld:
    """
    - Of messages and answers, of events that were understood or given up, and of notifications that were delivered, the
      words are gone; of deadlines too, once they have passed.
    - The rows stay, with their keys: what comes again is known still, and the books balance.
    - What is owed is kept until it has ended: turns with their messages and deliveries, what waits in a queue.
    - It goes in batches, and goes on where it was: an interruption costs nothing. One process at a time does it.
    """

    def __init__(
        self, *, storage: Storage, clock: Clock, log: Log, owner: str, lease: timedelta, term: timedelta | None
    ) -> None:
        """Without a ``term`` everything is kept."""
        self._storage = storage
        self._clock = clock
        self._log = log
        self._owner = owner
        self._lease = lease
        self._term = term

    async def execute(self) -> Mapping[str, int]:
        """How many rows of each kind were gone through. Raises StorageUnavailableError: it goes on at the next look."""
        if self._term is None:
            return {}
        before = first_id_at(self._clock.now() - self._term)
        forgotten = {words.name: await self._sweep(words, before) for words in all_old_words(self._clock)}
        await self._storage.run(lambda uow: uow.positions.drop_lease(LEASE_KEY, owner=self._owner))
        if any(forgotten.values()):
            self._log.info("old_words_forgotten", **forgotten)
        return forgotten

    async def _sweep(self, words: OldWords, before: UUID) -> int:
        forgotten = 0
        after = await self._storage.read(lambda uow: position(uow, words))
        has_kept = False
        while page := await self._step(words, after, before, moves=not has_kept):
            after, has_kept = page.last, has_kept or page.kept
            forgotten += len(page.old)
            await self._clock.sleep(PAUSE_SECONDS)
        return forgotten

    async def _step(self, words: OldWords, after: UUID | None, before: UUID, *, moves: bool) -> Page | None:
        """One batch; None when there is none, or when another process is at it."""

        async def step(uow: UnitOfWork) -> Page | None:
            if not await uow.positions.take_lease(LEASE_KEY, owner=self._owner, lease=self._lease):
                return None
            page = await words.page(uow, after=after, before=before, limit=BATCH)
            if page.old:
                await words.forget(uow, page.old)
            # The position stays before the first that was kept: it is looked at again the next time.
            if page.last is not None and moves and not page.kept:
                await uow.positions.put(_key(words), str(page.last))
            return page if page.last is not None else None

        return await self._storage.run(step)


async def position(uow: UnitOfWork, words: OldWords) -> UUID | None:
    """The last row before which nothing is left to forget."""
    found = await uow.positions.get(_key(words))
    return None if found is None else UUID(found.value)


def _key(words: OldWords) -> str:
    return f"{LEASE_KEY}:{words.name}"
