"""A visitor of the site says something."""

from dataclasses import dataclass

from application.chat.visitor import Visitor
from application.deadlines.note_deadline import NoteDeadline
from application.deadlines.wish_reminder import WishReminder
from application.turns.answer_at_once import AnswerAtOnce, Opening
from application.turns.open_turn import OpenTurn
from domain.channel import Channel
from domain.errors import BlockedError, OtklikError
from domain.identifiers import MessageId, TurnId
from domain.live import MessageAdded
from domain.message import MAX_TEXT, Author, Message, NewMessage, chat_natural_key
from ports.clock import Clock
from ports.ids import Ids
from ports.live_feed import LiveFeed
from ports.storage import UnitOfWork


class EmptyMessageError(OtklikError):
    """There is nothing but blanks in it."""


class MessageTooLongError(OtklikError):
    def __init__(self, *, length: int, most: int) -> None:
        super().__init__(length, most)
        self.length = length
        self.most = most


@dataclass(frozen=True, slots=True, kw_only=True)
class Accepted:
    """``turn_id`` is the turn that answers it."""

    message: Message
    turn_id: TurnId | None
    is_new: bool


class PostMessage:
    """
    - The message is stored before it is acknowledged.
    - The same client id in the same conversation is the same message: the same acknowledgement, no second answer.
    - The visitor's other tabs are told.
    """

    def __init__(
        self,
        *,
        at_once: AnswerAtOnce,
        clock: Clock,
        ids: Ids,
        open_turn: OpenTurn,
        note_deadline: NoteDeadline,
        wish_reminder: WishReminder,
        feed: LiveFeed,
    ) -> None:
        self._at_once = at_once
        self._clock = clock
        self._ids = ids
        self._open_turn = open_turn
        self._note_deadline = note_deadline
        self._wish_reminder = wish_reminder
        self._feed = feed

    async def execute(self, visitor: Visitor, *, client_id: str, text: str) -> Accepted:
        """Raises BlockedError, EmptyMessageError, MessageTooLongError, StorageUnavailableError."""
        if not text.strip():
            raise EmptyMessageError
        if len(text) > MAX_TEXT:
            raise MessageTooLongError(length=len(text), most=MAX_TEXT)
        return await self._at_once.execute(
            lambda uow, opening: self._post(uow, opening, visitor, client_id, text),
            among=visitor.conversation_id,
            tell=self._tell,
        )

    async def _tell(self, accepted: Accepted) -> None:
        message = accepted.message
        if accepted.is_new:
            await self._feed.publish(MessageAdded(conversation_id=message.conversation_id, message=message))

    async def _post(self, uow: UnitOfWork, opening: Opening, visitor: Visitor, client_id: str, text: str) -> Accepted:
        if not (await uow.people.get(visitor.person.id)).is_served:
            raise BlockedError
        now = self._clock.now()
        message, is_new = await uow.messages.add(
            NewMessage(
                id=MessageId(self._ids.new()),
                conversation_id=visitor.conversation_id,
                author=Author.PERSON,
                text=text,
                natural_key=chat_natural_key(visitor.conversation_id, client_id),
                at=now,
                person_id=visitor.person.id,
                client_id=client_id,
            )
        )
        if not is_new:
            return Accepted(message=message, turn_id=message.turn_id, is_new=False)
        deadline = await self._note_deadline.execute(uow, message)
        await self._wish_reminder.execute(uow, message, deadline)
        await uow.sessions.touch(visitor.session.id, seen_at=now, conversation_id=visitor.conversation_id)
        turn_id = await self._open_turn.execute(
            uow, message, person_id=visitor.person.id, channel=Channel.SITE_CHAT, opening=opening
        )
        return Accepted(message=message, turn_id=turn_id, is_new=True)
