"""The assistant may speak in a conversation again."""

from domain.identifiers import ConversationId
from ports.storage import Storage


class HandBack:
    """What was declined meanwhile stays so; the next message is answered."""

    def __init__(self, *, storage: Storage) -> None:
        self._storage = storage

    async def execute(self, conversation_id: ConversationId) -> None:
        """One that was not taken over stays as it is. Raises NotFoundError, StorageUnavailableError."""
        await self._storage.run(lambda uow: uow.conversations.hand_back(conversation_id))
