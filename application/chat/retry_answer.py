"""A visitor asks for a failed answer again."""

from application.chat.visitor import Visitor
from application.turns.retry_turn import RetryTurn
from domain.errors import NotFoundError
from domain.identifiers import TurnId
from domain.turn import Turn
from ports.storage import Storage


class RetryAnswer:
    """Only in the conversation the visitor is in; other people's turns do not exist for them."""

    def __init__(self, *, storage: Storage, retry_turn: RetryTurn) -> None:
        self._storage = storage
        self._retry_turn = retry_turn

    async def execute(self, visitor: Visitor, turn_id: TurnId) -> Turn:
        """Raises NotFoundError, InvalidTransitionError, StorageUnavailableError."""
        turn = await self._storage.read(lambda uow: uow.turns.get(turn_id))
        if turn.conversation_id != visitor.conversation_id:
            raise NotFoundError("turn", turn_id)
        return await self._retry_turn.execute(turn_id)
