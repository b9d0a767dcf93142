"""Reserve what an answer costs on the account that pays for it."""

from decimal import Decimal

from application.rules import Rules
from domain.answering import AnsweringControls
from domain.balance import HoldOutcome, HoldRequest, is_personal
from domain.turn import Turn
from ports.clock import Clock
from ports.storage import UnitOfWork


class HoldPrice:
    """The community's account has its limit of a day, and every person's its own or that of the setting."""

    def __init__(self, *, clock: Clock, rules: Rules) -> None:
        self._clock = clock
        self._rules = rules

    async def execute(self, uow: UnitOfWork, turn: Turn) -> HoldOutcome:
        """
        Held under the key of the turn's attempt, once; whose turn it is was locked by this transaction.

        Raises StorageUnavailableError.
        """
        now, controls = self._clock.now(), await uow.controls.hold_still()
        request = HoldRequest(
            account=turn.payer,
            key=turn.hold_key,
            amount=turn.price,
            day=self._rules.day(now),
            channel=turn.channel,
            daily_limit=await self._limit(uow, turn, controls),
        )
        return await uow.accounts.hold(request, at=now)

    async def _limit(self, uow: UnitOfWork, turn: Turn, controls: AnsweringControls) -> Decimal | None:
        if is_personal(turn.payer):
            person = await uow.people.get(turn.person_id)
            return person.limit(self._rules.person_daily_spend_limit)
        return controls.limit(self._rules.daily_spend_limit)
