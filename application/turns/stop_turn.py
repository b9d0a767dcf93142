"""End a turn that the person wants stopped."""

from dataclasses import dataclass
from decimal import Decimal

from application.turns.announcement import announcement
from application.turns.give_up_turn import GiveUpTurn
from domain.identifiers import MessageId, NotificationId
from domain.message import Author, Message, NewMessage, answer_natural_key
from domain.money import ZERO
from domain.turn import ClaimedTurn, Turn
from ports.clock import Clock
from ports.ids import Ids
from ports.log import Log
from ports.storage import Storage, UnitOfWork
from ports.wakeup import Queue, Wakeup


@dataclass(frozen=True, slots=True, kw_only=True)
class Stopped:
    """``message`` is the part that was shown, None when nothing was; ``charged`` is in roubles."""

    turn: Turn
    message: Message | None
    charged: Decimal


class StopTurn:
    """
    - What was shown is kept as the assistant's message, at the full price, and announced like any answer.
    - When nothing was shown, nothing is kept and nothing is charged: the hold is released.
    - It is one transaction under the lease: a turn is stopped or settled, never both.
    """

    def __init__(
        self, *, storage: Storage, give_up: GiveUpTurn, clock: Clock, ids: Ids, wakeup: Wakeup, log: Log
    ) -> None:
        self._storage = storage
        self._give_up = give_up
        self._clock = clock
        self._ids = ids
        self._wakeup = wakeup
        self._log = log

    async def execute(self, claimed: ClaimedTurn, *, shown: str) -> Stopped:
        """``shown`` is the text so far. Raises LeaseLostError, StorageUnavailableError."""
        stopped = await self._storage.run(lambda uow: self._stop(uow, claimed, shown))
        self._log.info("turn_stopped", characters=len(shown), charged=str(stopped.charged))
        if stopped.message is not None:
            self._wakeup.signal(Queue.NOTIFICATIONS)
        return stopped

    async def _stop(self, uow: UnitOfWork, claimed: ClaimedTurn, shown: str) -> Stopped:
        await uow.conversations.lock(claimed.turn.conversation_id)
        stored = await uow.turns.lock_for_step(claimed.turn.id, lease=claimed.lease)
        if not shown.strip():
            turn = stored.stop(None)
            await self._give_up.execute(uow, turn, lease=claimed.lease)
            return Stopped(turn=turn, message=None, charged=ZERO)
        message, _ = await uow.messages.add(self._part(stored, shown))
        turn = stored.stop(message.id)
        await uow.turns.save(turn, lease=claimed.lease)
        asked = await uow.messages.of_turn(turn.id)
        await uow.notifications.add(announcement(NotificationId(self._ids.new()), turn, message, asked))
        charged = await uow.accounts.capture(turn.hold_key, at=self._clock.now(), reason=f"turn {turn.id}, stopped")
        return Stopped(turn=turn, message=message, charged=charged)

    def _part(self, turn: Turn, shown: str) -> NewMessage:
        return NewMessage(
            id=MessageId(self._ids.new()),
            conversation_id=turn.conversation_id,
            author=Author.ASSISTANT,
            text=shown,
            natural_key=answer_natural_key(turn.id),
            at=self._clock.now(),
            turn_id=turn.id,
        )
