"""Read what was said in a chat."""

from collections.abc import Sequence
from dataclasses import dataclass

from application.chat.visitor import Visitor
from domain.errors import NotFoundError
from domain.identifiers import ConversationId
from domain.message import Message
from ports.storage import Storage, UnitOfWork


@dataclass(frozen=True, slots=True, kw_only=True)
class History:
    """Ascending by ``seq``; ``more`` tells whether there are older ones."""

    conversation_id: ConversationId
    messages: Sequence[Message]
    more: bool


class ReadHistory:
    """A person reads their own conversations; anybody else's does not exist for them."""

    def __init__(self, *, storage: Storage) -> None:
        self._storage = storage

    async def execute(
        self, visitor: Visitor, *, conversation_id: ConversationId | None, before_seq: int | None, limit: int
    ) -> History:
        """Raises NotFoundError, StorageUnavailableError."""
        wanted = conversation_id or visitor.conversation_id

        async def read(uow: UnitOfWork) -> Sequence[Message]:
            conversation = await uow.conversations.get(wanted)
            if conversation.person_id != visitor.person.id:
                raise NotFoundError("conversation", wanted)
            return await uow.messages.before(wanted, seq=before_seq, limit=limit + 1)

        # Of what was forgotten nothing is shown: it was said before everything that is.
        found = [message for message in await self._storage.read(read) if message.text]
        return History(conversation_id=wanted, messages=found[-limit:], more=len(found) > limit)
