"""Have the model read what the grammar was unsure of."""

from datetime import timedelta
from decimal import Decimal
from functools import partial
from typing import Final

from application.deadlines.note_deadline import NoteDeadline
from application.rules import Rules
from domain.answer import AnswerWriterError
from domain.backoff import delay
from domain.balance import COMMUNITY_ACCOUNT, HoldOutcome, HoldRequest
from domain.deadline import Deadline
from domain.deadline_doubt import ClaimedDoubt, DoubtState, UnusableReadingError, question_for, read_answer
from domain.errors import LeaseLostError, NotFoundError
from domain.message import Message
from domain.money import ZERO
from domain.turn import Reason
from ports.answer_writer import AnswerWriter
from ports.clock import Clock
from ports.log import Log
from ports.metrics import Metrics
from ports.randomness import Randomness
from ports.storage import Storage, UnitOfWork

MOST_TRIES: Final = 3
FIRST_WAIT: Final = 5.0
LONGEST_WAIT: Final = 300.0
_EDITED: Final = "edited"


class AskSecondReader:
    """
    - Paid for like an answer: the price is held before the model is called and captured when it has answered as asked,
      with a deadline or with none; otherwise it is given back. It counts as one of the person's answers of the day.
    - While the owner has stopped answering nothing is paid for: the question is declined.
    - A few tries at most, and one question for each message, ever.
    - The model is called outside of any transaction; what it says of a text that was edited meanwhile is not kept.
    """

    def __init__(
        self,
        *,
        storage: Storage,
        writer: AnswerWriter,
        note_deadline: NoteDeadline,
        clock: Clock,
        randomness: Randomness,
        metrics: Metrics,
        log: Log,
        rules: Rules,
        lease: timedelta,
    ) -> None:
        """``lease`` is longer than a call of the model can be."""
        self._storage = storage
        self._writer = writer
        self._note_deadline = note_deadline
        self._clock = clock
        self._randomness = randomness
        self._metrics = metrics
        self._log = log
        self._rules = rules
        self._lease = lease

    async def execute(self) -> bool:
        """Take up one; False when there is none. Raises StorageUnavailableError."""
        claimed = await self._storage.run(lambda uow: uow.doubts.claim(lease=self._lease))
        if claimed is None:
            return False
        with self._log.bound(message=str(claimed.message_id)):
            try:
                message = await self._storage.run(partial(self._fund, claimed))
                if message is not None:
                    await self._ask(claimed, message)
            except LeaseLostError:
                self._log.info("doubt_taken_over")
        return True

    async def _fund(self, claimed: ClaimedDoubt, uow: UnitOfWork) -> Message | None:
        """The message to be read; None when nothing is to be asked of it."""
        try:
            message = await uow.messages.get(claimed.message_id)
        except NotFoundError:
            await self._give_up(uow, claimed, None, "forgotten")
            return None
        if claimed.state is DoubtState.FUNDED:
            return message
        why_not = await self._hold(uow, claimed, message)
        if why_not is not None:
            await uow.doubts.finish(claimed, DoubtState.DECLINED, reason=why_not)
            return None
        await uow.doubts.fund(claimed)
        return message

    async def _hold(self, uow: UnitOfWork, claimed: ClaimedDoubt, message: Message) -> str | None:
        """Why it is not paid for."""
        now, controls = self._clock.now(), await uow.controls.hold_still()
        if controls.is_stopped:
            return Reason.STOPPED_BY_OWNER
        day, limit = self._rules.day(message.at), self._rules.person_daily_answers
        if message.person_id and not await uow.people.count_answer(message.person_id, day=day, limit=limit):
            return "answers_exhausted"
        request = HoldRequest(
            account=COMMUNITY_ACCOUNT,
            key=claimed.hold_key,
            amount=self._rules.price,
            day=self._rules.day(now),
            daily_limit=controls.limit(self._rules.daily_spend_limit),
        )
        outcome = await uow.accounts.hold(request, at=now)
        if outcome is HoldOutcome.HELD:
            return None
        if message.person_id:
            await uow.people.uncount_answer(message.person_id, day=day)
        return outcome.value

    async def _ask(self, claimed: ClaimedDoubt, message: Message) -> None:
        local = message.at.astimezone(self._rules.timezone)
        try:
            answer = await self._writer.write(question_for(message.text, local), on_fragment=_ignore)
            read = read_answer(answer.text, message.text, local)
        except AnswerWriterError as error:
            self._metrics.model_failed(error.fault)
            await self._after_failure(claimed, message, str(error.fault), is_final=not error.is_retryable)
        except UnusableReadingError as error:
            await self._after_failure(claimed, message, str(error), is_final=False)
        else:
            charged = await self._storage.run(partial(self._keep, claimed, message, read))
            self._metrics.captured(None, charged)
            self._log.info("doubt_read", deadline=None if read is None else read.at.isoformat(), model=answer.model)

    async def _keep(self, claimed: ClaimedDoubt, asked: Message, read: Deadline | None, uow: UnitOfWork) -> Decimal:
        await uow.conversations.lock(asked.conversation_id)
        if (await uow.messages.get(asked.id)).text != asked.text:
            await self._give_up(uow, claimed, asked, _EDITED)
            return ZERO
        if read is not None:
            await self._note_deadline.keep(uow, asked, read)
        await uow.doubts.finish(claimed, DoubtState.ANSWERED)
        reason = f"second reading of message {asked.id}"
        return await uow.accounts.capture(claimed.hold_key, at=self._clock.now(), reason=reason)

    async def _after_failure(self, claimed: ClaimedDoubt, asked: Message, reason: str, *, is_final: bool) -> None:
        tries = claimed.tries + 1
        self._log.warning("doubt_not_read", reason=reason, tries=tries)
        if is_final or tries >= MOST_TRIES:
            await self._storage.run(lambda uow: self._give_up(uow, claimed, asked, reason))
            return
        wait = delay(tries, first=FIRST_WAIT, most=LONGEST_WAIT, spread=self._randomness.fraction())
        await self._storage.run(lambda uow: uow.doubts.postpone(claimed, after=timedelta(seconds=wait), reason=reason))

    async def _give_up(self, uow: UnitOfWork, claimed: ClaimedDoubt, asked: Message | None, reason: str) -> None:
        await uow.doubts.finish(claimed, DoubtState.FAILED, reason=reason)
        was_held = await uow.accounts.release(claimed.hold_key, at=self._clock.now())
        if was_held and asked is not None and asked.person_id:
            await uow.people.uncount_answer(asked.person_id, day=self._rules.day(asked.at))


async def _ignore(_fragment: str) -> None:
    """Nobody watches."""
