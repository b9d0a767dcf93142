"""Take a turn from the step it was stored at as far as it goes."""

from dataclasses import replace
from decimal import Decimal

from application.turns.fund_turn import FundTurn
from application.turns.send_answer import SendAnswer
from application.turns.settle_turn import SettleTurn
from application.turns.write_answer import WriteAnswer
from domain.errors import LeaseLostError, StorageUnavailableError
from domain.live import TurnEnded
from domain.message import Message
from domain.money import ZERO
from domain.turn import ClaimedTurn, Turn, TurnState
from ports.live_feed import LiveFeed
from ports.log import Log
from ports.metrics import Metrics
from ports.wakeup import Queue, Wakeup


class RunTurn:
    """
    - Each step is stored before the next begins, so a turn taken over goes on where it stood: a stored text is never
      written again, a part that was sent is never sent again.
    - Who loses the lease stops silently: the turn is somebody else's now.
    - Whoever watches the conversation is told the end.
    """

    def __init__(
        self,
        *,
        fund: FundTurn,
        write: WriteAnswer,
        send: SendAnswer,
        settle: SettleTurn,
        feed: LiveFeed,
        wakeup: Wakeup,
        metrics: Metrics,
        log: Log,
    ) -> None:
        self._fund = fund
        self._write = write
        self._send = send
        self._settle = settle
        self._feed = feed
        self._wakeup = wakeup
        self._metrics = metrics
        self._log = log

    async def execute(self, claimed: ClaimedTurn) -> None:
        """Does not raise for what happens to the turn: that is stored, or left to the lease."""
        with self._log.bound(turn_id=str(claimed.turn.id)):
            try:
                ended = await self._run(claimed)
            except LeaseLostError:
                self._log.info("turn_taken_over")
            except StorageUnavailableError as error:
                self._log.warning("turn_left_for_later", error=error)
            else:
                if ended is not None:
                    await self._tell(claimed.turn, ended)

    async def _run(self, claimed: ClaimedTurn) -> TurnEnded | None:
        while not claimed.turn.has_ended:
            if claimed.turn.state is TurnState.SENT or self._is_ready_on_site(claimed.turn):
                settled = await self._settle.execute(claimed)
                return _ended(settled.turn, charged=settled.charged, message=settled.message)
            turn = await self._step(claimed)
            if turn is None:
                return None
            claimed = replace(claimed, turn=turn)
        return _ended(claimed.turn)

    def _is_ready_on_site(self, turn: Turn) -> bool:
        return turn.state is TurnState.WRITTEN and not turn.channel.is_vk

    async def _step(self, claimed: ClaimedTurn) -> Turn | None:
        match claimed.turn.state:
            case TurnState.OWED:
                return await self._fund.execute(claimed)
            case TurnState.FUNDED | TurnState.WRITING:
                return await self._write.execute(claimed)
            case _:
                return await self._send.execute(claimed)

    async def _tell(self, turn: Turn, ended: TurnEnded) -> None:
        self._metrics.turn_ended(turn.channel, TurnState(ended.state))
        await self._feed.publish(ended)
        # The conversation is free: a turn that waited for it can be taken up.
        self._wakeup.signal(Queue.TURNS)


def _ended(turn: Turn, *, charged: Decimal = ZERO, message: Message | None = None) -> TurnEnded:
    return TurnEnded(
        conversation_id=turn.conversation_id,
        turn_id=turn.id,
        state=turn.state,
        charged=str(charged),
        message=message,
        code=turn.reason,
        retryable=turn.state is TurnState.FAILED,
    )
