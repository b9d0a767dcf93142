"""Owe a text of our own to a message: the answer to a command in VK, the words of an operator."""

from datetime import timedelta

from domain.balance import NOBODY
from domain.channel import Channel
from domain.errors import NotFoundError
from domain.identifiers import PersonId, TurnId
from domain.message import Message
from domain.money import ZERO
from domain.turn import Turn, TurnState
from ports.clock import Clock
from ports.ids import Ids
from ports.storage import UnitOfWork


class OweText:
    """
    - It is a turn that is written from the beginning: it is sent through the same ledger as every answer, under a key
      of its own, in the conversation's order, and taken up again where it stood.
    - Nobody pays for it, and it is none of the person's answers of the day.
    """

    def __init__(self, *, ids: Ids, clock: Clock) -> None:
        self._ids = ids
        self._clock = clock

    async def execute(
        self,
        uow: UnitOfWork,
        message: Message,
        text: str,
        *,
        person_id: PersonId,
        channel: Channel,
        after_seq: int | None = None,
        turn_id: TurnId | None = None,
        said_by: str | None = None,
    ) -> TurnId:
        """
        The conversation of ``message`` is locked by this transaction.

        With ``after_seq`` the message has had its answer: the text is one more, said after the message of that number.
        ``said_by`` is whose words of the community they are. ``turn_id`` is a new one unless it is given.
        """
        turn = Turn(
            id=turn_id or TurnId(self._ids.new()),
            conversation_id=message.conversation_id,
            channel=channel,
            person_id=person_id,
            payer=NOBODY,
            price=ZERO,
            opened_by=message.id,
            created_at=self._clock.now(),
            state=TurnState.WRITTEN,
            input_upto_seq=message.seq if after_seq is None else after_seq,
            answer=text,
            approved_by=said_by,
        )
        await uow.turns.add(turn, after=timedelta())
        if after_seq is None:
            await uow.messages.assign(message.id, turn_id=turn.id)
        return turn.id

    async def is_owed(self, uow: UnitOfWork, turn_id: TurnId) -> bool:
        """Whether a text was owed under that id before."""
        try:
            await uow.turns.get(turn_id)
        except NotFoundError:
            return False
        return True
