"""A visitor has come, or has come back."""

from dataclasses import dataclass

from application.answers_left import answers_left
from application.chat.new_chat import NewChat
from application.chat.visitor import Visitor
from application.rules import Rules
from domain.conversation import Conversation
from domain.errors import NotFoundError
from domain.identifiers import ConversationId, PersonId, SessionId
from domain.person import Person, PersonKind
from domain.session import Session, hash_token
from ports.clock import Clock
from ports.ids import Ids
from ports.randomness import Randomness
from ports.storage import Storage, UnitOfWork


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenedSession:
    """``answers_left_today`` is None when there is no limit."""

    visitor: Visitor
    conversation: Conversation
    resumed: bool
    answers_left_today: int | None


class OpenSession:
    """
    - A live token resumes its session, with its conversation.
    - An unknown or dead token is no error: a new guest session is begun.
    - A conversation that is asked for is given only to the person it belongs to.
    """

    def __init__(
        self, *, storage: Storage, clock: Clock, ids: Ids, randomness: Randomness, new_chat: NewChat, rules: Rules
    ) -> None:
        self._storage = storage
        self._clock = clock
        self._ids = ids
        self._randomness = randomness
        self._new_chat = new_chat
        self._rules = rules

    async def execute(self, *, token: str | None, conversation_id: ConversationId | None) -> OpenedSession:
        """Raises StorageUnavailableError."""
        fresh_token = self._randomness.token()
        return await self._storage.run(lambda uow: self._open(uow, token, fresh_token, conversation_id))

    async def _open(
        self, uow: UnitOfWork, token: str | None, fresh_token: str, wanted: ConversationId | None
    ) -> OpenedSession:
        visitor = await self._resume(uow, token, wanted) if token else None
        resumed = visitor is not None
        if visitor is None:
            visitor = await self._welcome_guest(uow, fresh_token)
        return OpenedSession(
            visitor=visitor,
            conversation=await uow.conversations.get(visitor.conversation_id),
            resumed=resumed,
            answers_left_today=await answers_left(uow, self._rules, visitor.person.id, now=self._clock.now()),
        )

    async def _resume(self, uow: UnitOfWork, token: str, wanted: ConversationId | None) -> Visitor | None:
        session = await uow.sessions.by_token_hash(hash_token(token))
        now = self._clock.now()
        if session is None or not session.is_alive(now):
            return None
        person = await uow.people.get(session.person_id)
        visitor = Visitor(session=session, person=person, token=token)
        if wanted is not None and await self._owns(uow, person.id, wanted):
            visitor = visitor.moved_to(wanted)
        await uow.sessions.touch(session.id, seen_at=now, conversation_id=visitor.conversation_id)
        return visitor

    async def _owns(self, uow: UnitOfWork, person_id: PersonId, wanted: ConversationId) -> bool:
        try:
            conversation = await uow.conversations.get(wanted)
        except NotFoundError:
            return False
        return conversation.person_id == person_id

    async def _welcome_guest(self, uow: UnitOfWork, token: str) -> Visitor:
        now = self._clock.now()
        guest = Person(id=PersonId(self._ids.new()), kind=PersonKind.GUEST, created_at=now)
        await uow.people.add(guest)
        conversation = await self._new_chat.execute(uow, guest.id)
        session = Session(
            id=SessionId(self._ids.new()),
            token_hash=hash_token(token),
            person_id=guest.id,
            conversation_id=conversation.id,
            opened_at=now,
            seen_at=now,
        )
        await uow.sessions.add(session)
        return Visitor(session=session, person=guest, token=token)
