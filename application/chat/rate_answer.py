"""A visitor says what they think of an answer."""

from application.chat.visitor import Visitor
from domain.errors import NotFoundError
from domain.identifiers import MessageId
from domain.message import Author
from domain.rating import Rating, Verdict
from ports.clock import Clock
from ports.storage import Storage, UnitOfWork


class RateAnswer:
    """
    - Answers of the assistant can be rated, by the person whose conversation they are in; nothing else exists here.
    - The latest word counts; said twice it is said once.
    """

    def __init__(self, *, storage: Storage, clock: Clock) -> None:
        self._storage = storage
        self._clock = clock

    async def execute(self, visitor: Visitor, message_id: MessageId, verdict: Verdict) -> None:
        """Raises NotFoundError, StorageUnavailableError."""
        rating = Rating(message_id=message_id, person_id=visitor.person.id, verdict=verdict, at=self._clock.now())

        async def rate(uow: UnitOfWork) -> None:
            message = await uow.messages.get(message_id)
            conversation = await uow.conversations.get(message.conversation_id)
            if message.author is not Author.ASSISTANT or conversation.person_id != visitor.person.id:
                raise NotFoundError("answer", message_id)
            await uow.ratings.put(rating)
            await uow.sessions.touch(visitor.session.id, seen_at=rating.at, conversation_id=visitor.conversation_id)

        await self._storage.run(rate)
