"""Lay hands on a draft that waits for a person."""

from domain.errors import InvalidTransitionError
from domain.identifiers import TurnId
from domain.turn import ClaimedTurn, TurnState
from ports.storage import UnitOfWork


async def take_draft(uow: UnitOfWork, turn_id: TurnId) -> ClaimedTurn:
    """
    The draft, held by this transaction: of two who decide at once the second finds it decided.

    Raises NotFoundError; InvalidTransitionError when it is no draft that waits.
    """
    seen = await uow.turns.get(turn_id)
    await uow.conversations.lock(seen.conversation_id)
    claimed = await uow.turns.take_parked(turn_id)
    if claimed is None or not claimed.turn.is_draft:
        raise InvalidTransitionError(turn_id=turn_id, state=seen.reason or seen.state, wanted=TurnState.SENT)
    return claimed
