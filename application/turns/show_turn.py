"""Show the owner one answer with all that belongs to it."""

from collections.abc import Sequence
from dataclasses import dataclass

from domain.delivery import Delivery
from domain.identifiers import TurnId
from domain.knowledge import Passage
from domain.message import Message
from domain.turn import Turn
from ports.storage import Storage, UnitOfWork


@dataclass(frozen=True, slots=True, kw_only=True)
class TurnView:
    """``asked`` is what it answers, ``passages`` what the community had written down and the model was told."""

    turn: Turn
    asked: Sequence[Message]
    deliveries: Sequence[Delivery]
    passages: Sequence[Passage]


class ShowTurn:
    """As it is at one moment."""

    def __init__(self, *, storage: Storage) -> None:
        self._storage = storage

    async def execute(self, turn_id: TurnId) -> TurnView:
        """Raises NotFoundError, StorageUnavailableError."""
        return await self._storage.read(lambda uow: _read(uow, turn_id))


async def _read(uow: UnitOfWork, turn_id: TurnId) -> TurnView:
    return TurnView(
        turn=await uow.turns.get(turn_id),
        asked=await uow.messages.of_turn(turn_id),
        deliveries=await uow.deliveries.of_turn(turn_id),
        passages=await uow.knowledge.used(turn_id),
    )
