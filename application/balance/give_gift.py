"""A new person's account begins with a gift."""

from typing import Final

from application.rules import Rules
from domain.balance import COMMUNITY_ACCOUNT, EntryKind, HoldOutcome, HoldRequest, LedgerEntry, Payer, account_of
from domain.gift import gift_mark
from domain.money import ZERO
from domain.person import Person
from ports.clock import Clock
from ports.log import Log
from ports.storage import UnitOfWork

REASON: Final = "gift"
_AUTHOR: Final = "otklik"


class GiveGift:
    """
    - Once in a person's life; to somebody of VK who was erased and has come back no second time.
    - The community's account pays for it, within its balance and its limit of the day: strangers by the thousand cost
      no more than the owner has set apart. What it cannot pay now is given when it can.
    - Whoever is not served gets none.
    """

    def __init__(self, *, clock: Clock, rules: Rules, log: Log, secret_key: str) -> None:
        self._clock = clock
        self._rules = rules
        self._log = log
        self._secret_key = secret_key

    async def execute(self, uow: UnitOfWork, person: Person) -> None:
        """``person``'s row is locked by this transaction: nobody else gives it to them meanwhile."""
        key = f"gift:{person.id}"
        if self._rules.payer is not Payer.PERSON or not self._rules.gift or not person.is_served:
            return
        if await uow.accounts.is_booked(key) or not await self._pay(uow, person):
            return
        gift = LedgerEntry(
            account=account_of(person.id),
            kind=EntryKind.GIFT,
            amount=self._rules.gift,
            key=key,
            at=self._clock.now(),
            author=_AUTHOR,
            reason=REASON,
        )
        await uow.accounts.credit(gift)

    async def _pay(self, uow: UnitOfWork, person: Person) -> bool:
        now, controls = self._clock.now(), await uow.controls.hold_still()
        request = HoldRequest(
            account=COMMUNITY_ACCOUNT,
            key=gift_mark(person, self._secret_key),
            amount=self._rules.gift,
            day=self._rules.day(now),
            daily_limit=controls.limit(self._rules.daily_spend_limit),
        )
        outcome = await uow.accounts.hold(request, at=now)
        if outcome is not HoldOutcome.HELD:
            self._log.warning("gift_not_given", reason=outcome.value)
            return False
        # One that was captured before was given to the person they were before they were erased.
        return await uow.accounts.capture(request.key, at=now, reason=REASON, kind=EntryKind.GIFT) > ZERO
