"""A visitor stops an answer."""

from application.chat.visitor import Visitor
from application.turns.stop_bells import StopBells
from application.turns.turn_end import turn_end
from domain.errors import NotFoundError
from domain.identifiers import TurnId
from domain.live import TurnEnded
from ports.clock import Clock
from ports.storage import Storage, UnitOfWork
from ports.wakeup import Queue, Wakeup


class StopAnswer:
    """
    - It is a wish, stored with the turn: whoever holds the turn ends it, so that it cannot be ended twice.
    - The holder is told at once when it is this process; another one looks by itself. A turn that nobody holds is taken
      up to be ended.
    - Only in the conversation the visitor is in; other people's turns do not exist for them.
    """

    def __init__(self, *, storage: Storage, clock: Clock, bells: StopBells, wakeup: Wakeup) -> None:
        self._storage = storage
        self._clock = clock
        self._bells = bells
        self._wakeup = wakeup

    async def execute(self, visitor: Visitor, turn_id: TurnId) -> TurnEnded | None:
        """
        Return the turn's end if it has ended already; None when its end is still to come, over the feed.

        Raises NotFoundError, StorageUnavailableError.
        """
        ended = await self._storage.run(lambda uow: self._ask(uow, visitor, turn_id))
        if ended is None:
            self._bells.ring(turn_id)
            self._wakeup.signal(Queue.TURNS)
        return ended

    async def _ask(self, uow: UnitOfWork, visitor: Visitor, turn_id: TurnId) -> TurnEnded | None:
        turn = await uow.turns.get(turn_id)
        if turn.conversation_id != visitor.conversation_id:
            raise NotFoundError("turn", turn_id)
        if turn.has_ended:
            message = await uow.messages.get(turn.answer_message_id) if turn.answer_message_id else None
            return turn_end(turn, message=message)
        await uow.turns.request_stop(turn_id)
        await uow.turns.wake(turn_id)
        await uow.sessions.touch(visitor.session.id, seen_at=self._clock.now(), conversation_id=visitor.conversation_id)
        return None
