"""Fix which messages are answered and what the model is told, and hold the price."""

from application.answering.why_silent import why_silent
from application.turns.fund_turn import FundTurn
from application.turns.gather_context import GatherContext
from application.turns.give_up_turn import GiveUpTurn
from application.turns.stop_bells import AnswerStoppedError
from domain.begun_turn import BegunTurn
from domain.conversation import Conversation
from domain.surroundings import NOTHING, Surroundings
from domain.turn import ClaimedTurn, Reason, Turn, TurnState
from ports.storage import UnitOfWork


class BeginAnswer:
    """
    - A turn that is owed still is funded in the transaction that begins to write.
    - Which messages are answered is fixed, and stored, before the model is called.
    - Where a person of the community speaks by then, or when the owner has stopped answering, the turn is declined.
    """

    def __init__(self, *, fund: FundTurn, gather_context: GatherContext, give_up: GiveUpTurn) -> None:
        self._fund = fund
        self._gather_context = gather_context
        self._give_up = give_up

    async def execute(
        self,
        uow: UnitOfWork,
        claimed: ClaimedTurn,
        conversation: Conversation,
        stored: Turn,
        *,
        around: Surroundings = NOTHING,
    ) -> BegunTurn:
        """
        The turn is given being written or declined; ``conversation`` and ``stored`` are locked by this transaction.

        Raises AnswerStoppedError, LeaseLostError, StorageUnavailableError.
        """
        silent = await why_silent(uow, conversation)
        if silent is not None:
            return await self._decline(uow, claimed, stored, silent)
        if stored.stop_requested:
            raise AnswerStoppedError
        is_owed = stored.state is TurnState.OWED
        refused = await self._fund.check(uow, stored) if is_owed else None
        if refused is not None:
            return await self._decline(uow, claimed, stored, refused)
        turn = (stored.fund() if is_owed else stored).start_writing(upto_seq=conversation.last_seq)
        lines = await self._gather_context.execute(uow, turn, around)
        refused = await self._fund.hold(uow, stored) if is_owed else None
        if refused is not None:
            return await self._decline(uow, claimed, stored, refused)
        await uow.turns.save(turn, lease=claimed.lease)
        return BegunTurn(claimed=claimed, turn=turn, lines=lines)

    async def _decline(self, uow: UnitOfWork, claimed: ClaimedTurn, stored: Turn, reason: Reason) -> BegunTurn:
        declined = stored.decline(reason)
        await self._give_up.execute(uow, declined, lease=claimed.lease)
        return BegunTurn(claimed=claimed, turn=declined, lines=())
