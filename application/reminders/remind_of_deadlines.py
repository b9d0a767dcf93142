"""Tell of the deadlines that come near: the other service, and the people who asked."""

from collections.abc import Sequence
from datetime import timedelta
from functools import partial
from typing import Final

from application.reminders.remind_person import RemindPerson
from domain.errors import StorageUnavailableError
from domain.identifiers import NotificationId
from domain.live import MessageAdded
from domain.message import Message
from domain.notification import Notification
from domain.reminder import DueReminder, lead_name
from ports.clock import Clock
from ports.ids import Ids
from ports.live_feed import LiveFeed
from ports.log import Log
from ports.storage import Storage, UnitOfWork
from ports.wakeup import Queue, Wakeup

BATCH: Final = 50


class RemindOfDeadlines:
    """
    - Once for each moment that a deadline has and each lead time, whatever is killed or run beside it: what was told is
      noted in the transaction that puts it into the outbox and owes the messages.
    - Told late, when nobody ran at the time, as long as the deadline itself lies ahead; never after it. All by the
      database's clock.
    - A person is told once, however many lead times have come together.
    - One that cannot be told does not hold back the others.
    """

    def __init__(
        self,
        *,
        storage: Storage,
        remind_person: RemindPerson,
        clock: Clock,
        ids: Ids,
        feed: LiveFeed,
        wakeup: Wakeup,
        log: Log,
        leads: Sequence[timedelta],
    ) -> None:
        self._storage = storage
        self._remind_person = remind_person
        self._clock = clock
        self._ids = ids
        self._feed = feed
        self._wakeup = wakeup
        self._log = log
        self._leads = leads

    async def execute(self) -> int:
        """Gives how many deadlines were told of. Raises StorageUnavailableError."""
        due = await self._storage.read(lambda uow: uow.reminders.due(self._leads, limit=BATCH))
        return sum([await self._tell(each) for each in due])

    async def _tell(self, due: DueReminder) -> bool:
        try:
            told = await self._storage.run(partial(self._remind, due))
        except StorageUnavailableError:
            raise
        except Exception as error:  # noqa: BLE001 - it stays due, and the others are told meanwhile
            self._log.error("reminder_failed", deadline=str(due.deadline.id), error=error)
            return False
        if told is None:
            return False
        for message in told:
            await self._feed.publish(MessageAdded(conversation_id=message.conversation_id, message=message))
        self._wakeup.signal(Queue.NOTIFICATIONS)
        self._wakeup.signal(Queue.TURNS)
        self._log.info("deadline_reminded", deadline=str(due.deadline.id))
        return True

    async def _remind(self, due: DueReminder, uow: UnitOfWork) -> list[Message] | None:
        """The messages shown on the site; None when another process has told it all."""
        wishes = await uow.reminders.wishes(due.deadline.id)
        for conversation_id in dict.fromkeys(wish.conversation_id for wish in wishes):
            await uow.conversations.lock(conversation_id)
        leads = [lead for lead in due.leads if await uow.reminders.note(due.deadline, lead)]
        if not leads:
            return None
        shown = [await self._remind_person.execute(uow, wish, due) for wish in wishes]
        for lead in leads:
            await uow.notifications.add(self._notification(due, lead))
        return [message for message in shown if message is not None]

    def _notification(self, due: DueReminder, lead: timedelta) -> Notification:
        deadline = due.deadline
        return Notification(
            id=NotificationId(self._ids.new()),
            key=f"deadline:{deadline.id}:{deadline.at:%Y-%m-%dT%H:%M}:{lead_name(lead)}",
            type="deadline",
            payload={
                "deadline_id": str(deadline.id),
                "at": deadline.local.isoformat(),
                "quote": deadline.quote,
                "conversation_id": str(deadline.conversation_id),
                "message_id": str(deadline.message_id),
                "lead": lead_name(lead),
                "seconds_left": (deadline.at - due.now) // timedelta(seconds=1),
            },
            created_at=self._clock.now(),
            conversation_id=deadline.conversation_id,
        )
