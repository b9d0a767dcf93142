"""Begin a chat on the site."""

from domain.channel import Channel
from domain.conversation import Conversation, chat_key
from domain.identifiers import ConversationId, PersonId
from ports.clock import Clock
from ports.ids import Ids
from ports.storage import UnitOfWork


class NewChat:
    """The chat is the person's from the beginning; it is stored with the caller's transaction."""

    def __init__(self, *, ids: Ids, clock: Clock) -> None:
        self._ids = ids
        self._clock = clock

    async def execute(self, uow: UnitOfWork, person_id: PersonId) -> Conversation:
        id_ = ConversationId(self._ids.new())
        conversation = Conversation(
            id=id_,
            channel=Channel.SITE_CHAT,
            key=chat_key(id_),
            created_at=self._clock.now(),
            person_id=person_id,
        )
        await uow.conversations.add(conversation)
        return conversation
