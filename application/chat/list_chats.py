"""Show a person their chats on the site."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from application.chat.visitor import Visitor
from domain.conversation import Conversation
from domain.identifiers import ConversationId
from domain.message import Author
from ports.storage import Storage, UnitOfWork

MOST = 50
TITLE_LENGTH = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class ChatItem:
    """``title`` is the beginning of the first thing the person said, empty in a chat without any."""

    id: ConversationId
    title: str
    last_at: datetime
    last_seq: int


class ListChats:
    def __init__(self, *, storage: Storage) -> None:
        self._storage = storage

    async def execute(self, visitor: Visitor) -> Sequence[ChatItem]:
        """Latest first. Raises StorageUnavailableError."""

        async def read(uow: UnitOfWork) -> list[ChatItem]:
            chats = await uow.conversations.of_person(visitor.person.id, limit=MOST)
            return [await self._item(uow, chat) for chat in chats if chat.last_seq > 0]

        return await self._storage.read(read)

    async def _item(self, uow: UnitOfWork, chat: Conversation) -> ChatItem:
        first = await uow.messages.after(chat.id, seq=0, limit=3)
        last = await uow.messages.before(chat.id, seq=None, limit=1)
        said = next((message.text for message in first if message.author is Author.PERSON), "")
        title = " ".join(said.split())[:TITLE_LENGTH]
        return ChatItem(id=chat.id, title=title, last_at=last[-1].at, last_seq=chat.last_seq)
