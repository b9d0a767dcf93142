"""Decide how much a day may cost, while the service works."""

from collections.abc import Awaitable, Callable
from decimal import Decimal

from application.audit.note_act import NoteAct
from domain.act import Deed
from domain.answering import ANSWERING, DailyLimit
from domain.errors import InvalidMoneyError
from domain.money import ZERO
from ports.clock import Clock
from ports.log import Log
from ports.storage import Storage, UnitOfWork


class SetDailyLimit:
    """It counts from the next answer on, in all processes, and stands before ``DAILY_SPEND_LIMIT``."""

    def __init__(self, *, storage: Storage, clock: Clock, log: Log, note: NoteAct) -> None:
        self._storage = storage
        self._clock = clock
        self._log = log
        self._note = note

    async def execute(self, amount: Decimal | None, *, by: str) -> None:
        """None is no limit, 0.00 lets nothing be spent. Raises InvalidMoneyError, StorageUnavailableError."""
        if amount is not None and amount < ZERO:
            raise InvalidMoneyError(amount)
        told = None if amount is None else str(amount)

        async def note(uow: UnitOfWork) -> None:
            await self._note.execute(uow, Deed.SET_DAILY_LIMIT, by=by, on=ANSWERING, amount=told)

        await self._keep(DailyLimit(amount=amount, at=self._clock.now(), by=by), note)
        self._log.warning("daily_limit_set", by=by, amount=told)

    async def forget(self, *, by: str) -> None:
        """The setting counts again. Raises StorageUnavailableError."""

        async def note(uow: UnitOfWork) -> None:
            await self._note.execute(uow, Deed.FORGOT_DAILY_LIMIT, by=by, on=ANSWERING)

        await self._keep(None, note)
        self._log.warning("daily_limit_forgotten", by=by)

    async def _keep(self, limit: DailyLimit | None, note: Callable[[UnitOfWork], Awaitable[None]]) -> None:
        async def keep(uow: UnitOfWork) -> None:
            controls = await uow.controls.lock()
            await uow.controls.save(controls.limited(limit))
            await note(uow)

        await self._storage.run(keep)
