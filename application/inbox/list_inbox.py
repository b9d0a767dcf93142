"""Show the owner their conversations."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from application.rules import Rules
from domain.inbox import InboxFilter, InboxRow, Place
from ports.clock import Clock
from ports.storage import Storage

PAGE: Final = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class InboxPage:
    """``next`` is where the following page begins; None on the last."""

    rows: Sequence[InboxRow]
    next: Place | None


class ListInbox:
    """Of all channels together, the latest first; a page goes on where the former ended, whatever came meanwhile."""

    def __init__(self, *, storage: Storage, clock: Clock, rules: Rules) -> None:
        self._storage = storage
        self._clock = clock
        self._rules = rules

    async def execute(
        self, wanted: InboxFilter = InboxFilter.ALL, *, before: Place | None = None, limit: int = PAGE
    ) -> InboxPage:
        """Raises StorageUnavailableError."""
        today = self._rules.day_start(self._clock.now())
        rows = await self._storage.read(lambda uow: uow.inbox.page(wanted, today=today, before=before, limit=limit + 1))
        has_more = len(rows) > limit
        return InboxPage(rows=rows[:limit], next=rows[limit - 1].place if has_more else None)
