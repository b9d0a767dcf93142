"""Try a failed turn again."""

from collections.abc import Sequence

from application.audit.note_act import NoteAct
from application.rules import Rules
from application.turns.fund_turn import DECLINED_BECAUSE
from application.turns.hold_price import HoldPrice
from domain.act import Deed
from domain.balance import HoldOutcome
from domain.delivery import Delivery, DeliveryState
from domain.errors import InvalidTransitionError
from domain.identifiers import TurnId
from domain.turn import Reason, Turn, TurnState
from ports.storage import Storage, UnitOfWork
from ports.wakeup import Queue, Wakeup


class RetryTurn:
    """
    - Only a failed or unconfirmed turn can be retried; what it failed with and its messages are kept.
    - Once a delivery row exists the stored text is sent again, and the price is held first; otherwise it is funded and
      written anew.
    - An unconfirmed answer still has its hold: by retrying it the owner takes the risk that VK has it already.
    - Where the question or the text is forgotten by now there is nothing to ask or to send.
    - What is sent again has all its tries again, and is one of the person's answers of the day.
    """

    def __init__(self, *, storage: Storage, hold: HoldPrice, wakeup: Wakeup, rules: Rules, note: NoteAct) -> None:
        self._storage = storage
        self._hold = hold
        self._wakeup = wakeup
        self._rules = rules
        self._note = note

    async def execute(self, turn_id: TurnId, *, by: str | None) -> Turn:
        """
        ``by`` is who decides; None for the person who asked, who is no operator.

        Raises NotFoundError, InvalidTransitionError, StorageUnavailableError.
        """

        async def retry(uow: UnitOfWork) -> Turn:
            if by is not None:
                await self._note.execute(uow, Deed.RETRIED_TURN, by=by, on=turn_id)
            return await self._retry(uow, turn_id)

        turn = await self._storage.run(retry)
        self._wakeup.signal(Queue.TURNS)
        return turn

    async def _retry(self, uow: UnitOfWork, turn_id: TurnId) -> Turn:
        turn = await uow.turns.get(turn_id)
        if not (await uow.people.lock(turn.person_id)).is_served:
            raise InvalidTransitionError(turn_id=turn.id, state=Reason.BLOCKED, wanted=TurnState.OWED)
        deliveries = await uow.deliveries.of_turn(turn_id)
        if turn.is_unconfirmed:
            await self._send_anew(uow, deliveries)
            await uow.turns.wake(turn_id)
            return turn
        if not await _is_known(uow, turn, deliveries):
            raise InvalidTransitionError(turn_id=turn.id, state=Reason.FORGOTTEN, wanted=TurnState.OWED)
        again = turn.retry(was_sending=bool(deliveries))
        await uow.turns.reopen(again)
        if deliveries:
            await self._send_anew(uow, deliveries)
            if not again.is_free:
                await self._pay(uow, again)
        return again

    async def _send_anew(self, uow: UnitOfWork, deliveries: Sequence[Delivery]) -> None:
        for delivery in deliveries:
            if delivery.state is not DeliveryState.SENT:
                await uow.deliveries.save(delivery.risked())

    async def _pay(self, uow: UnitOfWork, turn: Turn) -> None:
        # Without a limit: what the person was promised once is not refused for what they asked since.
        await uow.people.count_answer(turn.person_id, day=self._rules.day(turn.created_at), limit=0)
        outcome = await self._hold.execute(uow, turn)
        if outcome is not HoldOutcome.HELD:
            raise InvalidTransitionError(turn_id=turn.id, state=DECLINED_BECAUSE[outcome], wanted=turn.state)


async def _is_known(uow: UnitOfWork, turn: Turn, deliveries: Sequence[Delivery]) -> bool:
    """Whether there are words left to be sent, or to be answered."""
    if deliveries:
        return all(delivery.text for delivery in deliveries)
    if turn.is_free:
        return bool(turn.answer)
    asked = await uow.messages.of_turn(turn.id)
    return not asked or any(message.text for message in asked)
