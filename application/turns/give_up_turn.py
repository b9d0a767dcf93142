"""End a turn that will not be answered, and give its money back."""

from application.rules import Rules
from domain.turn import Lease, Turn
from ports.clock import Clock
from ports.storage import UnitOfWork


class GiveUpTurn:
    """The hold is released in the transaction that ends the turn, and the person's answer of the day is given back."""

    def __init__(self, *, clock: Clock, rules: Rules) -> None:
        self._clock = clock
        self._rules = rules

    async def execute(self, uow: UnitOfWork, ended: Turn, *, lease: Lease) -> None:
        """``ended`` is the turn after its last transition. Raises LeaseLostError."""
        await uow.turns.save(ended, lease=lease)
        if await uow.accounts.release(ended.hold_key, at=self._clock.now()):
            await uow.people.uncount_answer(ended.person_id, day=self._rules.day(ended.created_at))
