"""A person asks for a person."""

from application.commands.asked import Asked
from application.commands.words import words
from domain.identifiers import NotificationId
from domain.notification import Notification
from ports.clock import Clock
from ports.ids import Ids
from ports.storage import UnitOfWork


class CallOperator:
    """
    The conversation waits for a person until it is taken over; the other service is told once in an hour of it,
    however often it is asked for.
    """

    def __init__(self, *, clock: Clock, ids: Ids) -> None:
        self._clock = clock
        self._ids = ids

    async def execute(self, uow: UnitOfWork, asked: Asked) -> str:
        now, message = self._clock.now(), asked.message
        await uow.conversations.want_person(message.conversation_id, at=now)
        await uow.notifications.add(
            Notification(
                id=NotificationId(self._ids.new()),
                key=f"operator_wanted:{message.conversation_id}:{now:%Y-%m-%dT%H}",
                type="operator_wanted",
                payload={
                    "conversation_id": str(message.conversation_id),
                    "channel": str(asked.channel),
                    "message_id": str(message.id),
                    "text": asked.command.argument,
                    "at": message.at.isoformat(),
                },
                created_at=now,
                conversation_id=message.conversation_id,
            )
        )
        return words("operator", asked.lang)
