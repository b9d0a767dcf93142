"""Reminders in memory."""

from collections.abc import Callable, Collection, Sequence
from datetime import datetime, timedelta

from domain.identifiers import DeadlineId, PersonId
from domain.reminder import DueReminder, ReminderWish
from domain.stored_deadline import StoredDeadline
from tests.fakes.tables import Tables


class FakeReminderRepository:
    def __init__(self, tables: Tables, *, now: Callable[[], datetime]) -> None:
        self._tables = tables
        self._now = now

    async def due(self, leads: Sequence[timedelta], *, limit: int) -> Sequence[DueReminder]:
        now = self._now()
        ahead = sorted(self._tables.deadlines.values(), key=lambda deadline: (deadline.at, deadline.id))
        found = [
            DueReminder(deadline=each, leads=self._untold(each, leads), now=now)
            for each in ahead
            if each.is_live and each.at > now
        ]
        return [due for due in found if due.leads][:limit]

    async def note(self, deadline: StoredDeadline, lead: timedelta) -> bool:
        stored, key = self._tables.deadlines[deadline.id], (deadline.id, deadline.at, lead)
        is_so = stored.is_live and stored.at == deadline.at > self._now()
        if key in self._tables.reminders or not is_so:
            return False
        self._tables.reminders[key] = self._now()
        return True

    async def wish(self, wish: ReminderWish) -> None:
        self._tables.wishes[wish.deadline_id, wish.person_id] = wish

    async def unwish(self, person_id: PersonId, deadline_ids: Collection[DeadlineId]) -> None:
        for id_ in deadline_ids:
            self._tables.wishes.pop((id_, person_id), None)

    async def forget_wishes(self, person_id: PersonId) -> None:
        await self.unwish(person_id, [id_ for id_, person in self._tables.wishes if person == person_id])

    async def wishes(self, deadline_id: DeadlineId) -> Sequence[ReminderWish]:
        of_it = (wish for wish in self._tables.wishes.values() if wish.deadline_id == deadline_id)
        return sorted(of_it, key=lambda wish: (wish.conversation_id, wish.person_id))

    async def wished(self, person_id: PersonId, deadline_ids: Collection[DeadlineId]) -> set[DeadlineId]:
        return {id_ for id_, person in self._tables.wishes if id_ in deadline_ids and person == person_id}

    def _untold(self, deadline: StoredDeadline, leads: Sequence[timedelta]) -> tuple[timedelta, ...]:
        left = deadline.at - self._now()
        come = [lead for lead in sorted(leads, reverse=True) if lead >= left]
        return tuple(lead for lead in come if (deadline.id, deadline.at, lead) not in self._tables.reminders)
