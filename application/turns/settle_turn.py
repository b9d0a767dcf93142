"""Close a turn whose answer is out: captured, recorded and announced in one transaction."""

from dataclasses import dataclass
from decimal import Decimal

from application.turns.announcement import announcement
from application.turns.lock_turn import lock_turn
from domain.identifiers import MessageId, NotificationId
from domain.message import Author, Message, NewMessage, answer_natural_key
from domain.turn import ClaimedTurn, Lease, Turn, TurnState
from ports.clock import Clock
from ports.ids import Ids
from ports.log import Log
from ports.storage import Lane, Storage, UnitOfWork
from ports.transcript import Transcript, TranscriptTurn
from ports.wakeup import Queue, Wakeup


@dataclass(frozen=True, slots=True, kw_only=True)
class Settled:
    """``charged`` is what this turn cost, in roubles."""

    turn: Turn
    message: Message
    question: str
    charged: Decimal


class SettleTurn:
    """
    - The capture, our message, the notification and the turn's end are stored together: never one without another.
    - On the site the message itself is the delivery, so a written answer is sent and settled at once.
    - The hold's key makes a second capture charge nothing.
    - A text of our own is recorded as the system's, or as the operator's whose words it is; it is no answer to announce
      or to keep for analysis.
    """

    def __init__(
        self, *, storage: Storage, clock: Clock, ids: Ids, wakeup: Wakeup, transcript: Transcript, log: Log
    ) -> None:
        self._storage = storage
        self._clock = clock
        self._ids = ids
        self._wakeup = wakeup
        self._transcript = transcript
        self._log = log

    async def execute(self, claimed: ClaimedTurn) -> Settled:
        """Raises LeaseLostError, StorageUnavailableError."""
        settled = await self._storage.run_among(
            Lane.ANSWERED, claimed.turn.conversation_id, lambda uow: self._settle(uow, claimed)
        )
        self.tell(settled)
        return settled

    async def within(self, uow: UnitOfWork, stored: Turn, *, lease: Lease) -> Settled:
        """
        Do it in a transaction that has locked the conversation and the turn. Raises LeaseLostError.

        ``stored`` is written or sent. Whoever calls tells of it once the transaction is committed.
        """
        turn = stored.sent() if stored.state is TurnState.WRITTEN else stored
        message, _ = await uow.messages.add(self._answer(turn))
        settled = turn.settle(message.id)
        await uow.turns.save(settled, lease=lease)
        asked = await uow.messages.of_turn(turn.id)
        if not turn.is_free:
            await uow.notifications.add(announcement(NotificationId(self._ids.new()), settled, message, asked))
        charged = await uow.accounts.capture(turn.hold_key, at=self._clock.now(), reason=f"turn {turn.id}")
        question = "\n".join(said.text for said in asked)
        return Settled(turn=settled, message=message, question=question, charged=charged)

    def tell(self, settled: Settled) -> None:
        """Let the log, the outbox and the transcript know."""
        self._log.info("turn_settled", channel=settled.turn.channel, charged=str(settled.charged))
        if not settled.turn.is_free:
            self._wakeup.signal(Queue.NOTIFICATIONS)
            self._transcript.record(_transcript_turn(settled))

    async def _settle(self, uow: UnitOfWork, claimed: ClaimedTurn) -> Settled:
        _, stored = await lock_turn(uow, claimed)
        return await self.within(uow, stored, lease=claimed.lease)

    def _answer(self, turn: Turn) -> NewMessage:
        return NewMessage(
            id=MessageId(self._ids.new()),
            conversation_id=turn.conversation_id,
            author=_author(turn),
            text=turn.answer or "",
            natural_key=answer_natural_key(turn.id),
            at=self._clock.now(),
            turn_id=turn.id,
        )


def _author(turn: Turn) -> Author:
    if turn.is_operators:
        return Author.OPERATOR
    return Author.SYSTEM if turn.is_free else Author.ASSISTANT


def _transcript_turn(settled: Settled) -> TranscriptTurn:
    turn = settled.turn
    return TranscriptTurn(
        turn_id=turn.id,
        conversation_id=turn.conversation_id,
        channel=turn.channel,
        settled_at=settled.message.at,
        question=settled.question,
        answer=settled.message.text,
        model=turn.model,
        charged=settled.charged,
    )
