"""Nobody spends what an erased person has left on their account."""

from typing import Final

from domain.balance import EntryKind, HoldOutcome, HoldRequest, account_of
from domain.identifiers import PersonId
from domain.money import ZERO
from ports.clock import Clock
from ports.ids import Ids
from ports.storage import UnitOfWork

REASON: Final = "erased"


class CloseAccount:
    """
    - What is available is written off, in an entry of its own: it becomes nobody's, and the history under the id still
      tells how much it was.
    - What is held for an answer in the making is charged or given back as ever, and written off at the next time.
    - With nothing available nothing is changed.
    """

    def __init__(self, *, clock: Clock, ids: Ids) -> None:
        self._clock = clock
        self._ids = ids

    async def execute(self, uow: UnitOfWork, person_id: PersonId) -> None:
        """``person_id`` was erased, so nothing more is put on the account."""
        account, now = account_of(person_id), self._clock.now()
        left = (await uow.accounts.balance(account, since=now)).available
        if left <= ZERO:
            return
        request = HoldRequest(
            account=account,
            key=f"{REASON}:{person_id}:{self._ids.new()}",
            amount=left,
            day=now.date(),
            daily_limit=None,
        )
        # Whoever was quicker has written it off: then it is not there to be held.
        if await uow.accounts.hold(request, at=now) is HoldOutcome.HELD:
            await uow.accounts.capture(request.key, at=now, reason=REASON, kind=EntryKind.WRITTEN_OFF)
