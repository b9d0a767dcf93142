"""The deadlines of one month."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import Final

from application.rules import Rules
from domain.stored_deadline import StoredDeadline
from ports.storage import Storage

MOST: Final = 2_000
_LONGEST: Final = timedelta(days=31)


class MonthDeadlines:
    """A month is one where the owner lives."""

    def __init__(self, *, storage: Storage, rules: Rules) -> None:
        self._storage = storage
        self._rules = rules

    async def execute(self, first: date) -> Sequence[StoredDeadline]:
        """Live ones of the month that begins with ``first``, earliest first. Raises StorageUnavailableError."""
        begin, end = self._midnight(first), self._midnight((first + _LONGEST).replace(day=1))
        found = await self._storage.read(lambda uow: uow.deadlines.since(begin, limit=MOST))
        return [each for each in found if each.at < end]

    def _midnight(self, day: date) -> datetime:
        return datetime.combine(day, time(), tzinfo=self._rules.timezone)
