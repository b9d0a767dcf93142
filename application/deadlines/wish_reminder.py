"""A person asks to be reminded, or not to be."""

from application.deadlines.deadlines_around import deadlines_around, post_above
from application.rules import Rules
from domain.message import Author, Message
from domain.reminder import ReminderWish, Request, request_of
from domain.stored_deadline import StoredDeadline
from ports.clock import Clock
from ports.storage import UnitOfWork


class WishReminder:
    """
    - Wished is what the message itself sets, or else all that lies ahead in its conversation and in the post above it.
    - Taken back is all of that.
    - Nothing is noted while the owner wants no reminders (DEADLINE_REMINDERS).
    """

    def __init__(self, *, clock: Clock, rules: Rules) -> None:
        self._clock = clock
        self._rules = rules

    async def execute(self, uow: UnitOfWork, message: Message, set_by_it: StoredDeadline | None) -> None:
        """``set_by_it`` is the deadline that was read from the message. Its conversation is locked."""
        request = request_of(message.text) if self._rules.reminders and message.author is Author.PERSON else None
        if request is None or message.person_id is None:
            return
        around = await deadlines_around(uow, message, await post_above(uow, message))
        if request is Request.UNWANTED:
            await uow.reminders.unwish(message.person_id, [deadline.id for deadline in around])
            return
        ahead = [deadline for deadline in around if deadline.at > self._clock.now()]
        for deadline in ahead if set_by_it is None else [set_by_it]:
            wish = ReminderWish(
                deadline_id=deadline.id,
                person_id=message.person_id,
                message_id=message.id,
                conversation_id=message.conversation_id,
                at=self._clock.now(),
            )
            await uow.reminders.wish(wish)
