"""A person does not want a draft to go out."""

from application.audit.note_act import NoteAct
from application.drafts.take_draft import take_draft
from application.turns.give_up_turn import GiveUpTurn
from domain.act import Deed
from domain.identifiers import TurnId
from domain.turn import Turn
from ports.log import Log
from ports.storage import Storage, UnitOfWork


class RejectDraft:
    """The turn ends as declined, in the transaction that releases its hold; its text is kept."""

    def __init__(self, *, storage: Storage, give_up: GiveUpTurn, log: Log, note: NoteAct) -> None:
        self._storage = storage
        self._give_up = give_up
        self._log = log
        self._note = note

    async def execute(self, turn_id: TurnId, *, by: str) -> Turn:
        """``by`` is who rejects. Raises NotFoundError, InvalidTransitionError, StorageUnavailableError."""
        turn = await self._storage.run(lambda uow: self._reject(uow, turn_id, by))
        self._log.info("draft_rejected", turn_id=str(turn.id), by=by)
        return turn

    async def _reject(self, uow: UnitOfWork, turn_id: TurnId, by: str) -> Turn:
        claimed = await take_draft(uow, turn_id)
        rejected = claimed.turn.reject()
        await self._note.execute(uow, Deed.REJECTED_DRAFT, by=by, on=turn_id)
        await self._give_up.execute(uow, rejected, lease=claimed.lease)
        return rejected
