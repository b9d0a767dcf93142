"""Somebody has looked at what went wrong, and lets it be."""

from application.audit.note_act import NoteAct
from application.turns.give_up_turn import GiveUpTurn
from domain.act import Deed
from domain.errors import InvalidTransitionError
from domain.identifiers import TurnId
from domain.turn import Turn, TurnState
from ports.log import Log
from ports.storage import Storage, UnitOfWork


class DismissTurn:
    """
    - A failed turn is declined; its money was given back when it failed.
    - An unconfirmed one is declined and its hold released, in one transaction; if VK has the answer after all, it stays
      there unpaid.
    - Whoever retries it at the same time either comes first, and then it is dismissed no more, or too late.
    """

    def __init__(self, *, storage: Storage, give_up: GiveUpTurn, log: Log, note: NoteAct) -> None:
        self._storage = storage
        self._give_up = give_up
        self._log = log
        self._note = note

    async def execute(self, turn_id: TurnId, *, by: str) -> Turn:
        """``by`` is who decides. Raises NotFoundError, InvalidTransitionError, StorageUnavailableError."""

        async def dismiss(uow: UnitOfWork) -> Turn:
            await self._note.execute(uow, Deed.DISMISSED_TURN, by=by, on=turn_id)
            return await self._dismiss(uow, turn_id)

        turn = await self._storage.run(dismiss)
        self._log.info("turn_dismissed", turn_id=str(turn.id), by=by)
        return turn

    async def _dismiss(self, uow: UnitOfWork, turn_id: TurnId) -> Turn:
        turn = await uow.turns.get(turn_id)
        if turn.state is TurnState.FAILED:
            dismissed = turn.dismiss()
            if not await uow.turns.dismiss(dismissed):
                raise InvalidTransitionError(turn_id=turn_id, state="retried", wanted=TurnState.DECLINED)
            return dismissed
        claimed = await uow.turns.take_parked(turn_id)
        if claimed is None:
            raise InvalidTransitionError(turn_id=turn_id, state=turn.state, wanted=TurnState.DECLINED)
        dismissed = claimed.turn.dismiss()
        await self._give_up.execute(uow, dismissed, lease=claimed.lease)
        return dismissed
