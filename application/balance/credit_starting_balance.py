"""Credit the starting balance, once in the life of the installation."""

from decimal import Decimal

from domain.balance import COMMUNITY_ACCOUNT, EntryKind, LedgerEntry
from ports.clock import Clock
from ports.storage import Storage


class CreditStartingBalance:
    """Safe to call at every start and from every process: the ledger key stands for "once"."""

    def __init__(self, *, storage: Storage, clock: Clock) -> None:
        self._storage = storage
        self._clock = clock

    async def execute(self, amount: Decimal) -> bool:
        """Tell whether it was credited now. Nothing is booked for 0.00, so that a later setting still counts."""
        if amount <= 0:
            return False
        entry = LedgerEntry(
            account=COMMUNITY_ACCOUNT,
            kind=EntryKind.STARTING,
            amount=amount,
            key="starting-balance",
            at=self._clock.now(),
            author="otklik",
            reason="starting balance",
        )
        return await self._storage.run(lambda uow: uow.accounts.credit(entry))
