"""A written answer does not get out by itself."""

from collections.abc import Sequence

from application.turns.give_up_turn import GiveUpTurn
from domain.identifiers import NotificationId
from domain.message import Message
from domain.notification import Notification
from domain.policy import Publishing
from domain.turn import ClaimedTurn, Reason, Turn
from ports.clock import Clock
from ports.ids import Ids
from ports.log import Log
from ports.storage import Storage, UnitOfWork
from ports.wakeup import Queue, Wakeup


class HoldBack:
    """
    - A draft waits for a person: its hold stays, its conversation is free for others, the other service is told.
    - What is only to be looked at ends here: its text is kept, its hold released, nothing is sent or charged. It is one
      of the person's answers of the day all the same: the model was paid for it.
    - Where a person of the community speaks by then it is declined like any answer.
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

    async def execute(self, claimed: ClaimedTurn) -> Turn | None:
        """
        Return the turn when it has ended; None when it waits for a person.

        Raises LeaseLostError, StorageUnavailableError.
        """
        turn = await self._storage.run(lambda uow: self._hold_back(uow, claimed))
        self._log.info("answer_held_back", reason=turn.reason)
        self._wakeup.signal(Queue.NOTIFICATIONS)
        return turn if turn.has_ended else None

    async def _hold_back(self, uow: UnitOfWork, claimed: ClaimedTurn) -> Turn:
        conversation = await uow.conversations.lock(claimed.turn.conversation_id)
        stored = await uow.turns.lock_for_step(claimed.turn.id, lease=claimed.lease)
        if conversation.is_taken_over:
            turn = stored.decline(Reason.OPERATOR_HERE)
            await self._give_up.execute(uow, turn, lease=claimed.lease)
        elif stored.publishing is Publishing.SHADOW:
            turn = stored.decline(Reason.SHADOW)
            await uow.turns.save(turn, lease=claimed.lease)
            await uow.accounts.release(turn.hold_key, at=self._clock.now())
        else:
            turn = stored.waits_for(Reason.AWAITS_APPROVAL)
            await uow.turns.park(turn, lease=claimed.lease)
            await self._tell(uow, turn)
        return turn

    async def _tell(self, uow: UnitOfWork, turn: Turn) -> None:
        asked = await uow.messages.of_turn(turn.id)
        await uow.notifications.add(
            Notification(
                id=NotificationId(self._ids.new()),
                key=f"draft:{turn.hold_key}",
                type="draft",
                payload=_payload(turn, asked),
                created_at=self._clock.now(),
                conversation_id=turn.conversation_id,
            )
        )


def _payload(turn: Turn, asked: Sequence[Message]) -> dict[str, object]:
    return {
        "turn_id": str(turn.id),
        "conversation_id": str(turn.conversation_id),
        "channel": str(turn.channel),
        "text": turn.answer,
        "in_reply_to": [str(said.id) for said in asked],
    }
