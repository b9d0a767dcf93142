"""A person lets a draft go out."""

from datetime import timedelta

from application.audit.note_act import NoteAct
from application.drafts.take_draft import take_draft
from domain.act import Deed
from domain.errors import InvalidTransitionError
from domain.identifiers import TurnId
from domain.turn import Reason, Turn, TurnState
from ports.log import Log
from ports.storage import Storage, UnitOfWork
from ports.wakeup import Queue, Wakeup


class ApproveDraft:
    """
    - It goes through the send ledger like every answer, once, and is charged when it is out.
    - Quiet hours do not keep it: a person has decided.
    - Nothing is sent to somebody who is blocked or erased by then; such a draft can only be rejected.
    """

    def __init__(self, *, storage: Storage, wakeup: Wakeup, log: Log, note: NoteAct) -> None:
        self._storage = storage
        self._wakeup = wakeup
        self._log = log
        self._note = note

    async def execute(self, turn_id: TurnId, *, by: str) -> Turn:
        """``by`` is who approves. Raises NotFoundError, InvalidTransitionError, StorageUnavailableError."""
        turn = await self._storage.run(lambda uow: self._approve(uow, turn_id, by))
        self._log.info("draft_approved", turn_id=str(turn.id), by=by)
        self._wakeup.signal(Queue.TURNS)
        return turn

    async def _approve(self, uow: UnitOfWork, turn_id: TurnId, by: str) -> Turn:
        claimed = await take_draft(uow, turn_id)
        if not (await uow.people.lock(claimed.turn.person_id)).is_served:
            raise InvalidTransitionError(turn_id=turn_id, state=Reason.BLOCKED, wanted=TurnState.SENT)
        turn = claimed.turn.approve(by=by)
        await self._note.execute(uow, Deed.APPROVED_DRAFT, by=by, on=turn_id)
        await uow.turns.postpone(turn, lease=claimed.lease, after=timedelta())
        return turn
