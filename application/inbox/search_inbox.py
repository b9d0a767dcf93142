"""Find conversations by what was said in them."""

from collections.abc import Sequence
from typing import Final

from application.chat.search_chats import folded, has_all
from domain.identifiers import ConversationId, MessageId
from domain.inbox import InboxRow
from ports.storage import Storage, UnitOfWork

MOST_READ: Final = 20_000
BATCH: Final = 500
MOST_FOUND: Final = 50


class SearchInbox:
    """
    All the words in one message, in any order, whatever their case; ё is е.

    From the latest message back, no further than MOST_READ messages: the texts are compared here, since no two
    databases agree on what upper case and ё are.
    """

    def __init__(self, *, storage: Storage) -> None:
        self._storage = storage

    async def execute(self, text: str) -> Sequence[InboxRow]:
        """The conversation of the latest hit first; none for a text without words. Raises StorageUnavailableError."""
        words = folded(text).split()
        if not words:
            return []

        async def read(uow: UnitOfWork) -> list[InboxRow]:
            return [await uow.inbox.row(id_) for id_ in await _conversations(uow, words)]

        return await self._storage.read(read)


async def _conversations(uow: UnitOfWork, words: Sequence[str]) -> list[ConversationId]:
    found: dict[ConversationId, None] = {}
    before: MessageId | None = None
    for _ in range(MOST_READ // BATCH):
        messages = await uow.inbox.said(before=before, limit=BATCH)
        found |= dict.fromkeys(each.conversation_id for each in messages if has_all(each, words))
        if len(messages) < BATCH or len(found) >= MOST_FOUND:
            break
        before = messages[-1].id
    return list(found)[:MOST_FOUND]
