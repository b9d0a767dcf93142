"""Remind one person of a deadline, where they asked for it."""

from typing import Final

from application.commands.words import MOMENTS, words
from application.rules import Rules
from application.turns.owe_text import OweText
from domain.channel import Channel
from domain.conversation import Conversation
from domain.errors import NotFoundError
from domain.identifiers import MessageId
from domain.language import language_of
from domain.message import Author, Message, NewMessage, reminder_natural_key
from domain.reminder import DueReminder, ReminderWish, may_write_to, split_time
from ports.clock import Clock
from ports.ids import Ids
from ports.log import Log
from ports.storage import UnitOfWork

_QUOTE: Final = 200
_RECENT: Final = 50


class RemindPerson:
    """
    - On the site it is a message of the system's; in VK a text that is owed, below the message that asked for it.
    - In a dialog only while VK lets the community write: for 24 hours after the person's last message.
    """

    def __init__(self, *, clock: Clock, ids: Ids, owe_text: OweText, rules: Rules, log: Log) -> None:
        self._clock = clock
        self._ids = ids
        self._owe_text = owe_text
        self._rules = rules
        self._log = log

    async def execute(self, uow: UnitOfWork, wish: ReminderWish, due: DueReminder) -> Message | None:
        """The message shown on the site. The conversation of the wish is locked by this transaction."""
        try:
            asked = await uow.messages.get(wish.message_id)
            conversation = await uow.conversations.get(wish.conversation_id)
        except NotFoundError:
            # Forgotten since, with the person or by its age.
            return None
        text = self._text(due, language_of([asked.text]))
        if conversation.channel is Channel.SITE_CHAT:
            message, is_new = await uow.messages.add(self._message(wish, due, text))
            return message if is_new else None
        if conversation.channel is Channel.VK_MESSAGE and not await self._is_open(uow, wish, due):
            self._log.info("reminder_not_allowed", deadline=str(wish.deadline_id))
            return None
        await self._owe(uow, conversation, asked, wish, text)
        return None

    async def _is_open(self, uow: UnitOfWork, wish: ReminderWish, due: DueReminder) -> bool:
        said = await uow.messages.before(wish.conversation_id, seq=None, limit=_RECENT)
        by_person = [message.at for message in said if message.author is Author.PERSON]
        return may_write_to(last_said_at=by_person[-1] if by_person else None, now=due.now)

    async def _owe(
        self, uow: UnitOfWork, conversation: Conversation, asked: Message, wish: ReminderWish, text: str
    ) -> None:
        await self._owe_text.execute(
            uow,
            asked,
            text,
            person_id=wish.person_id,
            channel=conversation.channel,
            after_seq=conversation.last_seq,
        )

    def _message(self, wish: ReminderWish, due: DueReminder, text: str) -> NewMessage:
        return NewMessage(
            id=MessageId(self._ids.new()),
            conversation_id=wish.conversation_id,
            author=Author.SYSTEM,
            text=text,
            natural_key=reminder_natural_key(wish.deadline_id, due.deadline.at, due.leads[-1], wish.person_id),
            at=self._clock.now(),
        )

    def _text(self, due: DueReminder, lang: str) -> str:
        deadline, zone = due.deadline, self._rules.timezone
        at = deadline.at.astimezone(zone).strftime(MOMENTS[lang])
        quote = " ".join(deadline.quote.split())[:_QUOTE]
        days, hours, minutes = split_time(deadline.at - due.now)
        parts = (("days", days), ("hours", hours), ("minutes", minutes))
        left = " ".join(words(f"left_{name}", lang, n=n) for name, n in parts if n)
        return words("reminder", lang, at=at, zone=zone.key, quote=quote, left=left or words("left_moment", lang))
