"""Take a turn from the step it was stored at as far as it goes."""

from collections.abc import Awaitable
from dataclasses import replace
from typing import TypeVar

from application.turns.fund_turn import FundTurn
from application.turns.hold_back import HoldBack
from application.turns.send_answer import Done, SendAnswer, Sending
from application.turns.settle_turn import Settled, SettleTurn
from application.turns.stop_bells import AnswerStoppedError
from application.turns.stop_turn import StopTurn
from application.turns.turn_end import turn_end
from application.turns.wait_for_morning import WaitForMorning
from application.turns.write_answer import WriteAnswer
from domain.balance import is_personal
from domain.begun_turn import BegunTurn
from domain.conversation import Conversation
from domain.errors import LeaseLostError, StorageUnavailableError
from domain.live import TurnEnded
from domain.turn import ClaimedTurn, Turn, TurnState
from domain.turn_step import TurnStep
from ports.live_feed import LiveFeed
from ports.log import Log
from ports.metrics import Metrics
from ports.storage import UnitOfWork
from ports.tracing import NO_TRACING, Attributes, Tracing
from ports.wakeup import Queue, Wakeup

T = TypeVar("T")


class RunTurn:
    """
    - Each step is stored before the next begins, so a turn taken over goes on where it stood: a stored text is never
      written again, a part that was sent is never sent again. Steps with nothing between them but the database are
      stored together.
    - In quiet hours nothing is begun.
    - A text that is not to go out by itself is held back, not sent.
    - One that the person wants stopped ends as stopped, unless its answer was written by then.
    - Who loses the lease stops silently: the turn is somebody else's now.
    - Whoever watches the conversation is told the end.
    """

    def __init__(
        self,
        *,
        fund: FundTurn,
        write: WriteAnswer,
        hold_back: HoldBack,
        send: SendAnswer,
        settle: SettleTurn,
        stop: StopTurn,
        wait: WaitForMorning,
        feed: LiveFeed,
        wakeup: Wakeup,
        metrics: Metrics,
        log: Log,
        tracing: Tracing = NO_TRACING,
    ) -> None:
        self._fund = fund
        self._write = write
        self._hold_back = hold_back
        self._send = send
        self._settle = settle
        self._stop = stop
        self._wait = wait
        self._feed = feed
        self._wakeup = wakeup
        self._metrics = metrics
        self._log = log
        self._tracing = tracing

    async def execute(self, claimed: ClaimedTurn, *, begun: BegunTurn | None = None) -> None:
        """
        Does not raise for what happens to the turn: that is stored, or left to the lease.

        ``begun`` is what was begun of it in the transaction that owed it.
        """
        with self._log.bound(turn_id=str(claimed.turn.id)):
            try:
                ended = await self._traced(claimed, begun)
            except LeaseLostError:
                self._log.info("turn_taken_over")
            except StorageUnavailableError as error:
                self._log.warning("turn_left_for_later", error=error)
            else:
                if ended is not None:
                    await self._tell(claimed.turn, ended)

    async def _traced(self, claimed: ClaimedTurn, begun: BegunTurn | None) -> TurnEnded | None:
        """Whoever goes on with a turn goes on with its trace."""
        turn = claimed.turn
        known: Attributes = {
            "otklik.turn.id": str(turn.id),
            "otklik.turn.attempt": turn.attempt,
            "otklik.conversation.id": str(turn.conversation_id),
            "otklik.channel": turn.channel.value,
            "otklik.turn.state": turn.state.value,
        }
        with self._tracing.span("turn", known, trace=turn.id) as span:
            ended = await self._run(claimed, begun)
            span.note({"otklik.turn.end": None if ended is None else ended.state})
            return ended

    async def _run(self, claimed: ClaimedTurn, begun: BegunTurn | Sending | None) -> TurnEnded | None:
        while not claimed.turn.has_ended:
            try:
                done = await (self._step(claimed) if begun is None else self._go_on(claimed, begun))
            except AnswerStoppedError as error:
                stopped = await self._timed(TurnStep.STOP, self._stop.execute(claimed, shown=error.shown))
                self._metrics.captured(claimed.turn.channel, stopped.charged)
                return turn_end(stopped.turn, message=stopped.message)
            if done is None:
                return None
            if isinstance(done, Settled):
                self._metrics.captured(claimed.turn.channel, done.charged)
                return turn_end(done.turn, message=done.message)
            begun = done if isinstance(done, Sending) else None
            claimed = replace(claimed, turn=done if isinstance(done, Turn) else done.turn)
        return turn_end(claimed.turn)

    async def _step(self, claimed: ClaimedTurn) -> Done:
        turn = claimed.turn
        if turn.state is TurnState.SENT or (turn.state is TurnState.WRITTEN and not turn.channel.is_vk):
            return await self._timed(TurnStep.SETTLE, self._settle.execute(claimed))
        if await self._wait.execute(claimed):
            return None
        match turn.state:
            case TurnState.OWED if self._write.looks_around or is_personal(turn.payer):
                return await self._timed(TurnStep.FUND, self._fund.execute(claimed))
            case TurnState.OWED | TurnState.FUNDED | TurnState.WRITING:
                return await self._timed(TurnStep.WRITE, self._write_on(claimed))
            case TurnState.WRITTEN if not turn.goes_out:
                return await self._timed(TurnStep.HOLD_BACK, self._hold_back.execute(claimed))
            case _:
                return await self._timed(TurnStep.SEND, self._send.execute(claimed))

    async def _write_on(self, claimed: ClaimedTurn, begun: BegunTurn | None = None) -> Done:
        done = await self._write.execute(claimed, begun=begun, onward=self._onward)
        if isinstance(done, Settled):
            self._settle.tell(done)
        return done

    async def _onward(self, uow: UnitOfWork, claimed: ClaimedTurn, conversation: Conversation, turn: Turn) -> Done:
        """What is written goes out at once, if nothing has to be asked first."""
        if not turn.channel.is_vk:
            return await self._settle.within(uow, turn, lease=claimed.lease)
        if not turn.goes_out or self._wait.concerns(turn):
            return turn
        return await self._send.begin(uow, claimed, conversation, turn)

    async def _go_on(self, claimed: ClaimedTurn, begun: BegunTurn | Sending) -> Done:
        if isinstance(begun, BegunTurn):
            return await self._timed(TurnStep.WRITE, self._write_on(claimed, begun))
        return await self._timed(TurnStep.SEND, self._send.execute(claimed, begun=begun))

    async def _timed(self, step: TurnStep, work: Awaitable[T]) -> T:
        with self._metrics.timing(step), self._tracing.span(f"turn {step}"):
            return await work

    async def _tell(self, turn: Turn, ended: TurnEnded) -> None:
        self._metrics.turn_ended(turn.channel, TurnState(ended.state))
        await self._feed.publish(ended)
        # The conversation is free: a turn that waited for it can be taken up.
        self._wakeup.signal(Queue.TURNS)
