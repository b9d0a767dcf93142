"""A turn with what was asked and what was answered."""

from dataclasses import dataclass

from domain.turn import Turn
from ports.storage import UnitOfWork


@dataclass(frozen=True, slots=True, kw_only=True)
class PastQuestion:
    turn: Turn
    question: str
    answer: str


async def past_question(uow: UnitOfWork, turn: Turn) -> PastQuestion:
    asked = await uow.messages.of_turn(turn.id)
    return PastQuestion(turn=turn, question="\n".join(said.text for said in asked), answer=turn.answer or "")
