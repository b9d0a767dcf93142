"""What comments, posts and dialog messages of people have in common."""

from dataclasses import dataclass

from application.deadlines.note_deadline import NoteDeadline
from application.deadlines.wish_reminder import WishReminder
from application.events.said import Said
from application.turns.answer_at_once import Opening
from application.turns.open_turn import OpenTurn
from domain.conversation import Conversation
from domain.identifiers import ConversationId, MessageId, PersonId
from domain.message import Message, NewMessage
from domain.person import Person, PersonKind
from ports.clock import Clock
from ports.ids import Ids
from ports.storage import UnitOfWork


@dataclass(frozen=True, slots=True, kw_only=True)
class Recorded:
    """``person_id`` is who said it."""

    message: Message
    person_id: PersonId
    is_new: bool


class RecordFromVk:
    """
    - The person, the conversation and the message are stored together, each once.
    - A deadline in the text is kept, and so is the wish to be reminded.
    - An answer is owed where ``answer`` says so, once: to a message that no turn answers yet. That holds for one that
      a sweep had recorded as old before its event was understood, too.
    """

    def __init__(
        self,
        *,
        ids: Ids,
        clock: Clock,
        open_turn: OpenTurn,
        note_deadline: NoteDeadline,
        wish_reminder: WishReminder,
    ) -> None:
        self._ids = ids
        self._clock = clock
        self._open_turn = open_turn
        self._note_deadline = note_deadline
        self._wish_reminder = wish_reminder

    async def execute(self, uow: UnitOfWork, said: Said, *, answer: bool, opening: Opening | None = None) -> bool:
        """Tell whether it was new. With ``opening`` the answer may be begun as well."""
        recorded = await self.store(uow, said)
        if recorded.is_new:
            deadline = await self._note_deadline.execute(uow, recorded.message, copied=said.copied)
            await self._wish_reminder.execute(uow, recorded.message, deadline)
        if answer and recorded.message.turn_id is None:
            await self._open_turn.execute(
                uow,
                recorded.message,
                person_id=recorded.person_id,
                channel=said.channel,
                by_community=said.by_community,
                opening=opening,
            )
        return recorded.is_new

    async def store(self, uow: UnitOfWork, said: Said) -> Recorded:
        """Only record it: nothing is read from it and nothing owed."""
        person = await self._person(uow, said.author_vk_id)
        conversation = await self._conversation(uow, said, person.id)
        message, is_new = await uow.messages.add(self._message(said, conversation.id, person.id))
        return Recorded(message=message, person_id=person.id, is_new=is_new)

    async def _person(self, uow: UnitOfWork, vk_id: int) -> Person:
        new = Person(id=PersonId(self._ids.new()), kind=PersonKind.VK, vk_id=vk_id, created_at=self._clock.now())
        return await uow.people.by_vk_id(vk_id, new=new)

    async def _conversation(self, uow: UnitOfWork, said: Said, person_id: PersonId) -> Conversation:
        new = Conversation(
            id=ConversationId(self._ids.new()),
            channel=said.channel,
            key=said.conversation_key,
            created_at=self._clock.now(),
            person_id=person_id if said.belongs_to_author else None,
        )
        return await uow.conversations.by_key(said.conversation_key, new=new)

    def _message(self, said: Said, conversation_id: ConversationId, person_id: PersonId) -> NewMessage:
        return NewMessage(
            id=MessageId(self._ids.new()),
            conversation_id=conversation_id,
            author=said.author,
            text=said.text,
            natural_key=said.natural_key,
            at=said.at,
            person_id=person_id,
            source=said.source,
        )
