"""Go to another of one's chats, or begin a new one."""

from application.chat.new_chat import NewChat
from application.chat.visitor import Visitor
from domain.errors import NotFoundError
from domain.identifiers import ConversationId
from ports.clock import Clock
from ports.storage import Storage, UnitOfWork


class OpenChat:
    """The session remembers where the visitor went, so that the next ``hello`` comes back there."""

    def __init__(self, *, storage: Storage, clock: Clock, new_chat: NewChat) -> None:
        self._storage = storage
        self._clock = clock
        self._new_chat = new_chat

    async def execute(self, visitor: Visitor, conversation_id: ConversationId | None) -> Visitor:
        """Raises NotFoundError for a conversation that is not the visitor's, StorageUnavailableError."""
        return await self._storage.run(lambda uow: self.move(uow, visitor, conversation_id))

    async def move(self, uow: UnitOfWork, visitor: Visitor, wanted: ConversationId | None) -> Visitor:
        """The same in a transaction that is open already. Raises NotFoundError."""
        if wanted is None:
            conversation = await self._new_chat.execute(uow, visitor.person.id)
        else:
            conversation = await uow.conversations.get(wanted)
            if conversation.person_id != visitor.person.id:
                raise NotFoundError("conversation", wanted)
        await uow.sessions.touch(visitor.session.id, seen_at=self._clock.now(), conversation_id=conversation.id)
        return visitor.moved_to(conversation.id)
