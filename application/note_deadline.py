"""Read a deadline out of what was said and keep it with its source."""

from zoneinfo import ZoneInfo

from domain.deadline import extract_deadline
from domain.identifiers import DeadlineId
from domain.message import Message
from domain.stored_deadline import StoredDeadline
from ports.clock import Clock
from ports.ids import Ids
from ports.storage import UnitOfWork


class NoteDeadline:
    """One deadline per message at most; "tomorrow" is counted from the moment of the message, where the owner lives."""

    def __init__(self, *, ids: Ids, clock: Clock, timezone: ZoneInfo) -> None:
        self._ids = ids
        self._clock = clock
        self._timezone = timezone

    async def execute(self, uow: UnitOfWork, message: Message) -> StoredDeadline | None:
        found = extract_deadline(message.text, message.at.astimezone(self._timezone))
        if found is None:
            return None
        deadline = StoredDeadline(
            id=DeadlineId(self._ids.new()),
            at=found.at,
            quote=found.quote,
            conversation_id=message.conversation_id,
            message_id=message.id,
            created_at=self._clock.now(),
        )
        await uow.deadlines.add(deadline)
        return deadline
