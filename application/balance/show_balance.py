"""Tell the balance."""

from collections.abc import Sequence

from application.rules import Rules
from domain.balance import COMMUNITY_ACCOUNT, Balance, LedgerEntry
from ports.clock import Clock
from ports.storage import Storage


class ShowBalance:
    """The community's account unless another is named; ``spent_today`` counts from midnight where the owner lives."""

    def __init__(self, *, storage: Storage, clock: Clock, rules: Rules) -> None:
        self._storage = storage
        self._clock = clock
        self._rules = rules

    async def execute(self, *, account: str = COMMUNITY_ACCOUNT) -> Balance:
        since = self._rules.day_start(self._clock.now())
        return await self._storage.read(lambda uow: uow.accounts.balance(account, since=since))

    async def history(
        self, *, limit: int, before: str | None = None, account: str = COMMUNITY_ACCOUNT
    ) -> Sequence[LedgerEntry]:
        """Latest first; only those before the one with the key ``before``. Raises NotFoundError."""
        return await self._storage.read(lambda uow: uow.accounts.history(account, limit=limit, before=before))
