"""A person gives a draft another text."""

from application.audit.note_act import NoteAct
from application.chat.post_message import EmptyMessageError, MessageTooLongError
from application.drafts.take_draft import take_draft
from domain.act import Deed
from domain.identifiers import TurnId
from domain.message import MAX_TEXT
from domain.turn import Turn
from ports.log import Log
from ports.storage import Storage, UnitOfWork


class EditDraft:
    """It goes on waiting: whoever edits it approves it after that, or somebody else does."""

    def __init__(self, *, storage: Storage, log: Log, note: NoteAct) -> None:
        self._storage = storage
        self._log = log
        self._note = note

    async def execute(self, turn_id: TurnId, text: str, *, by: str) -> Turn:
        """
        ``by`` is who edits.

        Raises EmptyMessageError, MessageTooLongError (above MAX_TEXT), NotFoundError, InvalidTransitionError,
        StorageUnavailableError.
        """
        if not text.strip():
            raise EmptyMessageError
        if len(text) > MAX_TEXT:
            raise MessageTooLongError(length=len(text), most=MAX_TEXT)
        turn = await self._storage.run(lambda uow: self._edit(uow, turn_id, text.strip(), by))
        self._log.info("draft_edited", turn_id=str(turn.id), by=by, characters=len(text))
        return turn

    async def _edit(self, uow: UnitOfWork, turn_id: TurnId, text: str, by: str) -> Turn:
        claimed = await take_draft(uow, turn_id)
        turn = claimed.turn.reword(text)
        await self._note.execute(uow, Deed.EDITED_DRAFT, by=by, on=turn_id, characters=len(text))
        await uow.turns.park(turn, lease=claimed.lease)
        return turn
