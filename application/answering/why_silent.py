"""Whether the assistant may speak in a conversation."""

from domain.conversation import Conversation
from domain.turn import Reason
from ports.storage import UnitOfWork


async def why_silent(uow: UnitOfWork, conversation: Conversation) -> Reason | None:
    """
    Why it says nothing there, or None when it may speak.

    The owner's word stays as it was read until the end of the transaction, and so does the conversation's if its row
    is locked: what is begun in that transaction was begun before either changed.
    """
    if conversation.is_taken_over:
        return Reason.OPERATOR_HERE
    return Reason.STOPPED_BY_OWNER if (await uow.controls.hold_still()).is_stopped else None
