"""Put money on an account."""

from decimal import Decimal

from domain.balance import COMMUNITY_ACCOUNT, EntryKind, LedgerEntry, account_of
from domain.errors import InvalidMoneyError, NotFoundError
from domain.identifiers import PersonId
from ports.clock import Clock
from ports.ids import Ids
from ports.storage import Storage, UnitOfWork


class TopUp:
    """
    - Only a positive amount can be put on.
    - It is the community's account, or that of a person; one who was erased has none any more.
    - ``key`` makes a repeated order one booking; without one every call is a booking of its own.
    """

    def __init__(self, *, storage: Storage, clock: Clock, ids: Ids) -> None:
        self._storage = storage
        self._clock = clock
        self._ids = ids

    async def execute(
        self, amount: Decimal, *, author: str, reason: str, key: str | None = None, person_id: PersonId | None = None
    ) -> bool:
        """Tell whether it was booked now. Raises InvalidMoneyError, NotFoundError, StorageUnavailableError."""
        if amount <= 0:
            raise InvalidMoneyError(amount)
        entry = LedgerEntry(
            account=COMMUNITY_ACCOUNT if person_id is None else account_of(person_id),
            kind=EntryKind.TOP_UP,
            amount=amount,
            key=f"top-up:{key or self._ids.new()}",
            at=self._clock.now(),
            author=author,
            reason=reason,
        )

        async def book(uow: UnitOfWork) -> bool:
            if person_id is not None and (await uow.people.lock(person_id)).erased_at is not None:
                raise NotFoundError("person", person_id)
            return await uow.accounts.credit(entry)

        return await self._storage.run(book)
