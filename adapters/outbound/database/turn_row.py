"""A turn and its row."""

from typing import Any, Final

from sqlalchemy import Row

from domain.channel import Channel
from domain.money import from_kopecks, to_kopecks
from domain.policy import Publishing
from domain.turn import Turn, TurnState

PROGRESS: Final = (
    "state",
    "attempt",
    "tries",
    "reason",
    "input_upto_seq",
    "answer",
    "model",
    "answer_message_id",
    "approved_by",
    "input_tokens",
    "output_tokens",
    "is_troubled",
    "held_back",
)
"""The columns that steps change."""
COLUMNS: Final = (
    "id",
    "conversation_id",
    "channel",
    "person_id",
    "payer",
    "price_kopecks",
    "opened_by",
    "created_at",
    "publishing",
    *PROGRESS,
)
"""All but those of the queue."""


def progress(turn: Turn) -> dict[str, Any]:
    """The values of PROGRESS."""
    return {
        "state": turn.state.value,
        "attempt": turn.attempt,
        "tries": turn.tries,
        "reason": None if turn.reason is None else str(turn.reason),
        "input_upto_seq": turn.input_upto_seq,
        "answer": turn.answer,
        "model": turn.model,
        "answer_message_id": turn.answer_message_id,
        "approved_by": turn.approved_by,
        "input_tokens": turn.input_tokens,
        "output_tokens": turn.output_tokens,
        "is_troubled": turn.is_troubled or None,
        "held_back": turn.held_back and turn.held_back.value,
    }


def values(turn: Turn) -> dict[str, Any]:
    """The values of COLUMNS."""
    fixed = {
        "id": turn.id,
        "conversation_id": turn.conversation_id,
        "channel": turn.channel.value,
        "person_id": turn.person_id,
        "payer": turn.payer,
        "price_kopecks": to_kopecks(turn.price),
        "opened_by": turn.opened_by,
        "created_at": turn.created_at,
        "publishing": turn.publishing.value,
    }
    return fixed | progress(turn)


def turn_of(row: Row[Any]) -> Turn:
    return Turn(
        id=row.id,
        conversation_id=row.conversation_id,
        channel=Channel(row.channel),
        person_id=row.person_id,
        payer=row.payer,
        price=from_kopecks(row.price_kopecks),
        opened_by=row.opened_by,
        created_at=row.created_at,
        state=TurnState(row.state),
        attempt=row.attempt,
        tries=row.tries,
        reason=row.reason,
        input_upto_seq=row.input_upto_seq,
        answer=row.answer,
        model=row.model,
        answer_message_id=row.answer_message_id,
        stop_requested=row.stop_requested_at is not None,
        publishing=Publishing(row.publishing),
        approved_by=row.approved_by,
        input_tokens=row.input_tokens,
        output_tokens=row.output_tokens,
    )
