"""Have the model write the answer, streaming it to whoever watches, and store the whole of it."""

from collections.abc import Awaitable, Callable, Coroutine, Sequence
from datetime import timedelta
from typing import Any, Final, TypeVar

from application.turns.begin_answer import BeginAnswer
from application.turns.clean_answer import CleanAnswer
from application.turns.fund_turn import FundTurn
from application.turns.give_up_turn import GiveUpTurn
from application.turns.lock_turn import lock_turn
from application.turns.look_around import LookAround
from application.turns.send_answer import Done
from application.turns.stop_bells import AnswerStoppedError, StopBells, until_rung
from application.turns.tell_answer import TellAnswer
from domain.answer import AnswerWriterError, Line, WrittenAnswer
from domain.backoff import delay
from domain.begun_turn import BegunTurn
from domain.channel import Channel
from domain.conversation import Conversation
from domain.surroundings import Surroundings
from domain.turn import ClaimedTurn, Reason, Turn, TurnState
from ports.answer_writer import AnswerWriter
from ports.clock import Clock
from ports.live_feed import LiveFeed
from ports.log import Log
from ports.metrics import Metrics
from ports.randomness import Randomness
from ports.storage import Lane, Storage, UnitOfWork

T = TypeVar("T")
MOST_TRIES: Final = 6
FIRST_WAIT: Final = 0.5
LONGEST_WAIT: Final = 30.0
"""Seconds between tries; a longer Retry-After of the server is obeyed up to LONGEST_RETRY_AFTER."""
LONGEST_RETRY_AFTER: Final = 600.0


Onward = Callable[[UnitOfWork, ClaimedTurn, Conversation, Turn], Awaitable[Done]]
"""A further step with a turn that is written; its conversation and it are locked."""


async def stay(_uow: UnitOfWork, _claimed: ClaimedTurn, _conversation: Conversation, turn: Turn) -> Turn:
    return turn


class WriteAnswer:
    """
    - What was not begun in the transaction that owed it is begun first; what is declined by that, the model is not
      called for.
    - A failed call is tried again with growing waits, then once with the fallback model, then the turn has failed.
    - Where the owner has listed links or prices, nothing is shown before all of it has been looked at.
    - Nothing half-written is kept: an answer counts when all of it came.
    - On the site, a stream that broke after its first fragment was shown is not silently begun anew: the turn has
      failed, costs nothing, and the visitor may retry it.
    - When the person wants it stopped the call of the model is ended, and what they have seen by then is told to
      whoever called.
    """

    def __init__(
        self,
        *,
        storage: Storage,
        fund: FundTurn,
        begin: BeginAnswer,
        look_around: LookAround,
        clean: CleanAnswer,
        writer: AnswerWriter,
        fallback: AnswerWriter | None,
        give_up: GiveUpTurn,
        feed: LiveFeed,
        bells: StopBells,
        clock: Clock,
        randomness: Randomness,
        metrics: Metrics,
        log: Log,
    ) -> None:
        self._storage = storage
        self._fund = fund
        self._begin = begin
        self._look_around = look_around
        self._clean = clean
        self._writer = writer
        self._fallback = fallback
        self._give_up = give_up
        self._feed = feed
        self._bells = bells
        self._clock = clock
        self._randomness = randomness
        self._metrics = metrics
        self._log = log

    async def execute(self, claimed: ClaimedTurn, *, begun: BegunTurn | None = None, onward: Onward = stay) -> Done:
        """
        Return the turn, written, failed or declined; None when it was put off to a later try.

        ``begun`` is what was begun of it already. ``onward`` takes the next step in the transaction that keeps the
        answer; then what it gives is returned.
        Raises AnswerStoppedError, LeaseLostError, StorageUnavailableError.
        """
        with self._bells.watch(claimed.turn.id) as bell:
            if begun is None:
                around = await self._look_around.execute(claimed.turn)
                begun = await self._among(claimed, lambda uow: self._begin_now(uow, claimed, around))
            turn = begun.turn
            if turn.has_ended:
                self._fund.tell_declined(turn)
                return turn
            async with TellAnswer(feed=self._feed, clock=self._clock, turn=turn) as telling:
                await telling.begin(again=claimed.turn.state is TurnState.WRITING)
                try:
                    answer = await until_rung(bell, self._write(turn, begun.lines, telling))
                except AnswerStoppedError:
                    raise AnswerStoppedError(shown=await telling.discard()) from None
                except AnswerWriterError as error:
                    return await self._after_failure(claimed, turn, error, shown=await telling.discard())
                await telling.flush()
        self._log.info("answer_written", characters=len(answer.text), model=answer.model, tokens=answer.output_tokens)
        return await self._among(claimed, lambda uow: self._keep(uow, claimed, answer, onward))

    @property
    def looks_around(self) -> bool:
        """Whether VK may be asked before an answer is written: then the turn had better be funded first."""
        return self._look_around.is_needed

    async def _among(self, claimed: ClaimedTurn, work: Callable[[UnitOfWork], Coroutine[Any, Any, T]]) -> T:
        return await self._storage.run_among(Lane.ANSWERED, claimed.turn.conversation_id, work)

    async def _write(self, turn: Turn, lines: Sequence[Line], telling: TellAnswer) -> WrittenAnswer:
        writer = self._choose_writer(turn)
        if not self._clean.is_needed:
            return await writer.write(lines, on_fragment=telling.fragment)
        answer = self._clean.execute(await writer.write(lines, on_fragment=_unheard))
        await telling.fragment(answer.text)
        return answer

    def _choose_writer(self, turn: Turn) -> AnswerWriter:
        return self._fallback if self._fallback is not None and turn.tries >= MOST_TRIES else self._writer

    async def _begin_now(self, uow: UnitOfWork, claimed: ClaimedTurn, around: Surroundings) -> BegunTurn:
        conversation, stored = await lock_turn(uow, claimed)
        return await self._begin.execute(uow, claimed, conversation, stored, around=around)

    async def _keep(self, uow: UnitOfWork, claimed: ClaimedTurn, answer: WrittenAnswer, onward: Onward) -> Done:
        conversation, stored = await lock_turn(uow, claimed)
        turn = stored.wrote(
            answer.text, model=answer.model, input_tokens=answer.input_tokens, output_tokens=answer.output_tokens
        )
        await uow.turns.save(turn, lease=claimed.lease)
        return await onward(uow, claimed, conversation, turn)

    async def _after_failure(
        self, claimed: ClaimedTurn, turn: Turn, error: AnswerWriterError, *, shown: str
    ) -> Turn | None:
        self._metrics.model_failed(error.fault)
        failed = turn.failed_try(str(error.fault))
        reason = self._reason_to_end(failed, error, was_shown=bool(shown))
        self._log.warning("model_failed", fault=error.fault, detail=error.detail, tries=failed.tries, ends=reason)
        if reason is None:
            await self._storage.run(lambda uow: self._put_off(uow, claimed, failed, error))
            return None
        ended = failed.fail(reason)
        await self._storage.run(lambda uow: self._give_up.execute(uow, ended, lease=claimed.lease))
        return ended

    def _reason_to_end(self, failed: Turn, error: AnswerWriterError, *, was_shown: bool) -> Reason | None:
        if was_shown and failed.channel is Channel.SITE_CHAT:
            return Reason.ANSWER_CUT
        if not error.is_retryable:
            return Reason.MODEL_REFUSED
        most = MOST_TRIES if self._fallback is None else MOST_TRIES + 1
        return Reason.MODEL_FAILED if failed.tries >= most else None

    async def _put_off(self, uow: UnitOfWork, claimed: ClaimedTurn, failed: Turn, error: AnswerWriterError) -> None:
        if (await uow.turns.lock_for_step(claimed.turn.id, lease=claimed.lease)).stop_requested:
            raise AnswerStoppedError
        wait = delay(failed.tries, first=FIRST_WAIT, most=LONGEST_WAIT, spread=self._randomness.fraction())
        if error.retry_after is not None:
            wait = max(wait, min(error.retry_after, LONGEST_RETRY_AFTER))
        await uow.turns.postpone(failed, lease=claimed.lease, after=timedelta(seconds=wait))


async def _unheard(_fragment: str) -> None:
    """Nobody is shown what has not been looked at."""
