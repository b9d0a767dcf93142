"""Decide how much a day may cost, while the service works."""

from decimal import Decimal

from domain.answering import DailyLimit
from domain.errors import InvalidMoneyError
from domain.money import ZERO
from ports.clock import Clock
from ports.log import Log
from ports.storage import Storage, UnitOfWork


class SetDailyLimit:
    """It counts from the next answer on, in all processes, and stands before ``DAILY_SPEND_LIMIT``."""

    def __init__(self, *, storage: Storage, clock: Clock, log: Log) -> None:
        self._storage = storage
        self._clock = clock
        self._log = log

    async def execute(self, amount: Decimal | None, *, by: str) -> None:
        """None is no limit, 0.00 lets nothing be spent. Raises InvalidMoneyError, StorageUnavailableError."""
        if amount is not None and amount < ZERO:
            raise InvalidMoneyError(amount)
        await self._keep(DailyLimit(amount=amount, at=self._clock.now(), by=by))
        self._log.warning("daily_limit_set", by=by, amount=None if amount is None else str(amount))

    async def forget(self, *, by: str) -> None:
        """The setting counts again. Raises StorageUnavailableError."""
        await self._keep(None)
        self._log.warning("daily_limit_forgotten", by=by)

    async def _keep(self, limit: DailyLimit | None) -> None:
        async def keep(uow: UnitOfWork) -> None:
            controls = await uow.controls.lock()
            await uow.controls.save(controls.limited(limit))

        await self._storage.run(keep)
