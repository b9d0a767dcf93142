"""Who is to be reminded of which deadline, and what they were told."""

from collections.abc import Collection, Sequence
from datetime import timedelta
from typing import Protocol

from domain.identifiers import DeadlineId, PersonId
from domain.reminder import DueReminder, ReminderWish
from domain.stored_deadline import StoredDeadline


class ReminderRepository(Protocol):
    """Time is the database's: processes whose clocks differ agree about what is due."""

    async def due(self, leads: Sequence[timedelta], *, limit: int) -> Sequence[DueReminder]:
        """
        Live deadlines that lie ahead, by no more than one of ``leads`` that was not told of them; nearest first.

        A deadline that has moved is due anew; one that has passed is due no more.
        """
        ...

    async def note(self, deadline: StoredDeadline, lead: timedelta) -> bool:
        """
        Note that it is told in this transaction.

        False when that was told before, or the deadline has moved, passed or been withdrawn meanwhile.
        """
        ...

    async def wish(self, wish: ReminderWish) -> None:
        """One per deadline and person; the latest counts."""
        ...

    async def unwish(self, person_id: PersonId, deadline_ids: Collection[DeadlineId]) -> None:
        """The person does not want to be reminded of these."""
        ...

    async def forget_wishes(self, person_id: PersonId) -> None:
        """The person wants to be reminded of nothing any more."""
        ...

    async def wishes(self, deadline_id: DeadlineId) -> Sequence[ReminderWish]:
        """In the order in which conversations are locked: by the conversation's id, then by the person's."""
        ...

    async def wished(self, person_id: PersonId, deadline_ids: Collection[DeadlineId]) -> set[DeadlineId]:
        """Which of these the person wants to be reminded of."""
        ...
