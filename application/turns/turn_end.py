"""What whoever watches a conversation is told of a turn's end."""

from domain.live import TurnEnded
from domain.message import Message
from domain.turn import Turn, TurnState


def turn_end(turn: Turn, *, message: Message | None = None) -> TurnEnded:
    """``turn`` has ended; ``message`` is its answer, or the part of it that was shown before it was stopped."""
    return TurnEnded(
        conversation_id=turn.conversation_id,
        turn_id=turn.id,
        state=turn.state,
        charged=str(turn.charged),
        message=message,
        code=turn.reason,
        retryable=turn.state is TurnState.FAILED,
    )
