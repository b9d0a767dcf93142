"""A person of the community answers, from the console."""

from typing import Final
from uuid import UUID

from application.audit.note_act import NoteAct
from application.chat.post_message import EmptyMessageError, MessageTooLongError
from application.conversations.take_over import TakeOver
from application.turns.owe_text import OweText
from domain.act import Deed
from domain.conversation import Conversation
from domain.errors import NotFoundError
from domain.identifiers import ConversationId, MessageId, TurnId
from domain.live import MessageAdded
from domain.message import MAX_TEXT, Author, Message, NewMessage, operator_natural_key
from domain.person import Person
from ports.clock import Clock
from ports.live_feed import LiveFeed
from ports.storage import Storage, UnitOfWork
from ports.wakeup import Queue, Wakeup

LOOKED_BACK: Final = 200
"""Messages among which there is one to answer: a comment, or a message of the dialog."""


class AnswerAsOperator:
    """
    - In VK it goes through the send ledger like every answer: its key is stored before the call, it is sent once, in
      the conversation's order, and goes on where it stood when a process was killed.
    - On the site the message itself is the answer, and whoever watches the conversation is told.
    - Nobody pays for it, and it is none of the person's answers of the day.
    - The conversation is taken over in the same transaction: the assistant does not answer beside a person.
    - The same ``key`` is the same answer, however often the form is sent.
    """

    def __init__(
        self,
        *,
        storage: Storage,
        take_over: TakeOver,
        owe_text: OweText,
        clock: Clock,
        feed: LiveFeed,
        wakeup: Wakeup,
        note: NoteAct,
    ) -> None:
        self._storage = storage
        self._take_over = take_over
        self._owe_text = owe_text
        self._clock = clock
        self._feed = feed
        self._wakeup = wakeup
        self._note = note

    async def execute(self, conversation_id: ConversationId, text: str, *, operator: Person, key: UUID) -> None:
        """
        ``key`` is made with the form.

        Raises EmptyMessageError, MessageTooLongError (above MAX_TEXT), NotFoundError, also when nothing was said there
        that can be answered, StorageUnavailableError.
        """
        text = text.strip()
        if not text:
            raise EmptyMessageError
        if len(text) > MAX_TEXT:
            raise MessageTooLongError(length=len(text), most=MAX_TEXT)
        said = await self._storage.run(lambda uow: self._answer(uow, conversation_id, text, operator, key))
        self._wakeup.signal(Queue.TURNS)
        if said is not None:
            await self._feed.publish(MessageAdded(conversation_id=conversation_id, message=said))

    async def _answer(
        self, uow: UnitOfWork, conversation_id: ConversationId, text: str, operator: Person, key: UUID
    ) -> Message | None:
        """Returns what was said on the site, unless it had been said before."""
        conversation = await uow.conversations.lock(conversation_id)
        if conversation.channel.is_vk:
            if not await self._owe_text.is_owed(uow, TurnId(key)):
                await self._begin(uow, conversation_id, text, operator)
                await self._owe(uow, conversation, text, operator, TurnId(key))
            return None
        message, is_new = await uow.messages.add(self._message(conversation_id, text, operator, key))
        if is_new:
            await self._begin(uow, conversation_id, text, operator)
        return message if is_new else None

    async def _begin(self, uow: UnitOfWork, conversation_id: ConversationId, text: str, operator: Person) -> None:
        by = operator.login or str(operator.id)
        await self._note.execute(uow, Deed.ANSWERED, by=by, on=conversation_id, characters=len(text))
        await self._take_over.begin(uow, conversation_id, by=by)

    async def _owe(
        self, uow: UnitOfWork, conversation: Conversation, text: str, operator: Person, turn_id: TurnId
    ) -> None:
        answered = await _to_answer(uow, conversation)
        person_id = answered.person_id or conversation.person_id or operator.id
        await self._owe_text.execute(
            uow,
            answered,
            text,
            person_id=person_id,
            channel=conversation.channel,
            after_seq=conversation.last_seq,
            turn_id=turn_id,
            said_by=operator.login,
        )

    def _message(self, conversation_id: ConversationId, text: str, operator: Person, key: UUID) -> NewMessage:
        return NewMessage(
            id=MessageId(key),
            conversation_id=conversation_id,
            author=Author.OPERATOR,
            text=text,
            natural_key=operator_natural_key(key),
            at=self._clock.now(),
            person_id=operator.id,
        )


async def _to_answer(uow: UnitOfWork, conversation: Conversation) -> Message:
    """The person's latest message that stands in VK, or else whatever stands there. Raises NotFoundError."""
    said = await uow.messages.before(conversation.id, seq=None, limit=LOOKED_BACK)
    there = [message for message in reversed(said) if message.source is not None]
    theirs = [message for message in there if message.author is Author.PERSON]
    if not there:
        raise NotFoundError("message to answer in conversation", conversation.id)
    return (theirs or there)[0]
