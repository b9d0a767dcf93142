"""Reserve the price before the model is called."""

from typing import Final

from application.answering.why_silent import why_silent
from application.balance.give_gift import GiveGift
from application.rules import Rules
from application.turns.hold_price import HoldPrice
from application.turns.tell_refusal import TellRefusal
from domain.balance import HoldOutcome, is_personal
from domain.identifiers import NotificationId
from domain.live import MessageAdded
from domain.message import Message
from domain.notification import Notification
from domain.turn import ClaimedTurn, Reason, Turn
from ports.clock import Clock
from ports.ids import Ids
from ports.live_feed import LiveFeed
from ports.log import Log
from ports.storage import Storage, UnitOfWork
from ports.wakeup import Queue, Wakeup

DECLINED_BECAUSE: Final = {
    HoldOutcome.BALANCE_EXHAUSTED: Reason.BALANCE_EXHAUSTED,
    HoldOutcome.DAILY_LIMIT_REACHED: Reason.DAILY_LIMIT_REACHED,
}


class FundTurn:
    """
    - Where a person of the community speaks nothing is funded, and nowhere when the owner has stopped answering: that
      is looked at in the transaction that holds the money, so nothing is funded after the stop.
    - Who is blocked or erased by then is not answered: their row is locked, so neither can come in between.
    - The person's daily number of answers and the account's daily spend are checked here, before any cost.
    - An empty balance declines the turn; the owner is told once, until the account is filled again.
    - Who pays for themselves begins with the gift, and is told instead of the owner when they cannot be answered.
    """

    def __init__(
        self,
        *,
        storage: Storage,
        hold: HoldPrice,
        gift: GiveGift,
        refusal: TellRefusal,
        clock: Clock,
        ids: Ids,
        feed: LiveFeed,
        wakeup: Wakeup,
        rules: Rules,
        log: Log,
    ) -> None:
        self._storage = storage
        self._hold = hold
        self._gift = gift
        self._refusal = refusal
        self._clock = clock
        self._ids = ids
        self._feed = feed
        self._wakeup = wakeup
        self._rules = rules
        self._log = log

    async def execute(self, claimed: ClaimedTurn) -> Turn:
        """Returns the turn, funded or declined. Raises LeaseLostError, StorageUnavailableError."""

        async def fund(uow: UnitOfWork) -> tuple[Turn, Message | None]:
            if is_personal(claimed.turn.payer):
                # Before the turn: what is said of a refusal takes a number in it.
                await uow.conversations.lock(claimed.turn.conversation_id)
            stored = await uow.turns.lock_for_step(claimed.turn.id, lease=claimed.lease)
            turn = await self._fund(uow, stored)
            await uow.turns.save(turn, lease=claimed.lease)
            return turn, await self._refusal.execute(uow, turn)

        turn, told = await self._storage.run(fund)
        if told is not None:
            await self._feed.publish(MessageAdded(conversation_id=told.conversation_id, message=told))
        if turn.has_ended:
            self.tell_declined(turn)
        return turn

    async def check(self, uow: UnitOfWork, turn: Turn) -> Reason | None:
        """Count the answer; or tell why there is to be none, then nothing is counted."""
        if not (await uow.people.lock(turn.person_id)).is_served:
            return Reason.BLOCKED
        day, limit = self._rules.day(turn.created_at), self._rules.person_daily_answers
        is_counted = await uow.people.count_answer(turn.person_id, day=day, limit=limit)
        return None if is_counted else Reason.ANSWERS_EXHAUSTED

    async def hold(self, uow: UnitOfWork, turn: Turn) -> Reason | None:
        """
        Hold the price of a counted answer; or tell why there is to be none, then it is not counted any more.

        The last thing before the turn is saved: all turns want the account's row.
        """
        if is_personal(turn.payer):
            await self._gift.execute(uow, await uow.people.get(turn.person_id))
        outcome = await self._hold.execute(uow, turn)
        if outcome is HoldOutcome.HELD:
            return None
        await uow.people.uncount_answer(turn.person_id, day=self._rules.day(turn.created_at))
        reason = DECLINED_BECAUSE[outcome]
        if not is_personal(turn.payer):
            await self._tell_owner(uow, turn, reason)
        return reason

    def tell_declined(self, turn: Turn) -> None:
        """Let the log and the outbox know, once that is committed."""
        self._log.warning("turn_declined", reason=turn.reason)
        self._wakeup.signal(Queue.NOTIFICATIONS)

    async def _fund(self, uow: UnitOfWork, turn: Turn) -> Turn:
        silent = await why_silent(uow, await uow.conversations.get(turn.conversation_id))
        refused = silent or await self.check(uow, turn) or await self.hold(uow, turn)
        return turn.fund() if refused is None else turn.decline(refused)

    async def _tell_owner(self, uow: UnitOfWork, turn: Turn, reason: Reason) -> None:
        now = self._clock.now()
        balance = await uow.accounts.balance(turn.payer, since=self._rules.day_start(now))
        # What the news is about names it: the last top-up, or the day. So it is told once, not with every comment.
        since = await uow.accounts.last_credit_key(turn.payer)
        about = self._rules.day(now).isoformat() if reason is Reason.DAILY_LIMIT_REACHED else since
        await uow.notifications.add(
            Notification(
                id=NotificationId(self._ids.new()),
                key=f"{reason}:{turn.payer}:{about}",
                type=reason,
                payload={
                    "account": turn.payer,
                    "available": str(balance.available),
                    "price": str(turn.price),
                },
                created_at=now,
            )
        )
