"""Decide how much one person may spend in a day."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from decimal import Decimal

from application.audit.note_act import NoteAct
from domain.act import Deed
from domain.answering import DailyLimit
from domain.errors import InvalidMoneyError, NotFoundError
from domain.identifiers import PersonId
from domain.money import ZERO
from domain.person import Person
from ports.clock import Clock
from ports.log import Log
from ports.storage import Storage, UnitOfWork


class SetPersonLimit:
    """It is of their own account, counts from their next answer on, and stands before ``PERSON_DAILY_SPEND_LIMIT``."""

    def __init__(self, *, storage: Storage, clock: Clock, log: Log, note: NoteAct) -> None:
        self._storage = storage
        self._clock = clock
        self._log = log
        self._note = note

    async def execute(self, person_id: PersonId, amount: Decimal | None, *, by: str) -> Person:
        """
        None is no limit, 0.00 lets nothing be spent.

        Raises InvalidMoneyError, NotFoundError, also of somebody who was erased, StorageUnavailableError.
        """
        if amount is not None and amount < ZERO:
            raise InvalidMoneyError(amount)
        said = None if amount is None else str(amount)

        async def note(uow: UnitOfWork) -> None:
            await self._note.execute(uow, Deed.SET_PERSON_LIMIT, by=by, on=person_id, amount=said)

        person = await self._keep(person_id, DailyLimit(amount=amount, at=self._clock.now(), by=by), note)
        self._log.warning("person_limit_set", person_id=str(person_id), by=by, amount=said)
        return person

    async def forget(self, person_id: PersonId, *, by: str) -> Person:
        """The setting counts again. Raises NotFoundError, StorageUnavailableError."""

        async def note(uow: UnitOfWork) -> None:
            await self._note.execute(uow, Deed.FORGOT_PERSON_LIMIT, by=by, on=person_id)

        person = await self._keep(person_id, None, note)
        self._log.warning("person_limit_forgotten", person_id=str(person_id), by=by)
        return person

    async def _keep(
        self, person_id: PersonId, limit: DailyLimit | None, note: Callable[[UnitOfWork], Awaitable[None]]
    ) -> Person:
        async def keep(uow: UnitOfWork) -> Person:
            person = await uow.people.lock(person_id)
            if person.erased_at is not None:
                raise NotFoundError("person", person_id)
            limited = replace(person, daily_limit=limit)
            await uow.people.save(limited)
            await note(uow)
            return limited

        return await self._storage.run(keep)
