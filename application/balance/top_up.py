"""Put money on the community's account."""

from decimal import Decimal

from domain.balance import COMMUNITY_ACCOUNT, EntryKind, LedgerEntry
from domain.errors import InvalidMoneyError
from ports.clock import Clock
from ports.ids import Ids
from ports.storage import Storage


class TopUp:
    """
    - Only a positive amount can be put on.
    - ``key`` makes a repeated order one booking; without one every call is a booking of its own.
    """

    def __init__(self, *, storage: Storage, clock: Clock, ids: Ids) -> None:
        self._storage = storage
        self._clock = clock
        self._ids = ids

    async def execute(self, amount: Decimal, *, author: str, reason: str, key: str | None = None) -> bool:
        """Tell whether it was booked now. Raises InvalidMoneyError."""
        if amount <= 0:
            raise InvalidMoneyError(amount)
        entry = LedgerEntry(
            account=COMMUNITY_ACCOUNT,
            kind=EntryKind.TOP_UP,
            amount=amount,
            key=f"top-up:{key or self._ids.new()}",
            at=self._clock.now(),
            author=author,
            reason=reason,
        )
        return await self._storage.run(lambda uow: uow.accounts.credit(entry))
