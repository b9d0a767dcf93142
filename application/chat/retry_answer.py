"""A visitor asks for a failed answer again."""

from application.chat.visitor import Visitor
from application.turns.retry_turn import RetryTurn
from domain.errors import NotFoundError
from domain.identifiers import TurnId
from domain.turn import Turn
from ports.clock import Clock
from ports.storage import Storage, UnitOfWork


class RetryAnswer:
    """Only in the conversation the visitor is in; other people's turns do not exist for them."""

    def __init__(self, *, storage: Storage, clock: Clock, retry_turn: RetryTurn) -> None:
        self._storage = storage
        self._clock = clock
        self._retry_turn = retry_turn

    async def execute(self, visitor: Visitor, turn_id: TurnId) -> Turn:
        """Raises NotFoundError, InvalidTransitionError, StorageUnavailableError."""
        await self._storage.run(lambda uow: self._make_sure(uow, visitor, turn_id))
        return await self._retry_turn.execute(turn_id, by=None)

    async def _make_sure(self, uow: UnitOfWork, visitor: Visitor, turn_id: TurnId) -> None:
        if (await uow.turns.get(turn_id)).conversation_id != visitor.conversation_id:
            raise NotFoundError("turn", turn_id)
        await uow.sessions.touch(visitor.session.id, seen_at=self._clock.now(), conversation_id=visitor.conversation_id)
