"""Tell where the money went, by day and by channel."""

from collections.abc import Sequence
from datetime import datetime, time, timedelta

from application.rules import Rules
from domain.balance import COMMUNITY_ACCOUNT
from domain.spending import SpendingDay, spending_days
from ports.clock import Clock
from ports.storage import Storage


class ShowSpending:
    """A day is one where the owner lives: it has 23 or 25 hours when the clocks are changed."""

    def __init__(self, *, storage: Storage, clock: Clock, rules: Rules) -> None:
        self._storage = storage
        self._clock = clock
        self._rules = rules

    async def execute(self, *, days: int) -> Sequence[SpendingDay]:
        """The last ``days``, today last. Raises StorageUnavailableError."""
        today = self._rules.day(self._clock.now())
        every = [today - timedelta(days=back) for back in reversed(range(days))]
        bounds = [
            datetime.combine(day, time(), tzinfo=self._rules.timezone) for day in (*every, today + timedelta(days=1))
        ]
        spent = await self._storage.read(lambda uow: uow.accounts.spending(COMMUNITY_ACCOUNT, bounds=bounds))
        return spending_days(every, spent)
