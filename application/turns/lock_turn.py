"""Lock what every step of a turn changes."""

from domain.conversation import Conversation
from domain.turn import ClaimedTurn, Turn
from ports.storage import UnitOfWork


async def lock_turn(uow: UnitOfWork, claimed: ClaimedTurn) -> tuple[Conversation, Turn]:
    """
    The conversation and the turn as they stay until the end of the transaction.

    The conversation first, as everywhere: nobody adds a message between the number that is read and the one stored.
    Raises LeaseLostError.
    """
    return await uow.together(
        uow.conversations.lock(claimed.turn.conversation_id),
        uow.turns.lock_for_step(claimed.turn.id, lease=claimed.lease),
    )
