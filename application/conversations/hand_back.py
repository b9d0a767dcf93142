"""The assistant may speak in a conversation again."""

from application.audit.note_act import NoteAct
from domain.act import Deed
from domain.identifiers import ConversationId
from ports.storage import Storage, UnitOfWork


class HandBack:
    """What was declined meanwhile stays so; the next message is answered."""

    def __init__(self, *, storage: Storage, note: NoteAct) -> None:
        self._storage = storage
        self._note = note

    async def execute(self, conversation_id: ConversationId, *, by: str) -> None:
        """One that was not taken over stays as it is. Raises NotFoundError, StorageUnavailableError."""

        async def hand_back(uow: UnitOfWork) -> None:
            await uow.conversations.hand_back(conversation_id)
            await self._note.execute(uow, Deed.HANDED_BACK, by=by, on=conversation_id)

        await self._storage.run(hand_back)
