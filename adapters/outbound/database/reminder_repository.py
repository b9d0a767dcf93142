"""Reminders in SQL."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

from sqlalchemy import Row, Select, delete, exists, insert, literal, not_, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncConnection

from adapters.outbound.database.deadline_repository import IS_LIVE
from adapters.outbound.database.deadline_row import deadline_of
from adapters.outbound.database.dialect import database_time
from adapters.outbound.database.failures import is_duplicate_key
from adapters.outbound.database.schema import deadlines, reminder_wishes, reminders
from domain.identifiers import DeadlineId, PersonId
from domain.reminder import DueReminder, ReminderWish
from domain.stored_deadline import StoredDeadline


class SqlReminderRepository:
    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def due(self, leads: Sequence[timedelta], *, limit: int) -> Sequence[DueReminder]:
        found: dict[DeadlineId, DueReminder] = {}
        for lead in sorted(leads, reverse=True):
            for row in await self._connection.execute(_untold(lead).limit(limit)):
                deadline = deadline_of(row)
                known = found.get(deadline.id) or DueReminder(deadline=deadline, leads=(), now=row.now)
                found[deadline.id] = replace(known, leads=(*known.leads, lead))
        return sorted(found.values(), key=lambda due: (due.deadline.at, due.deadline.id))[:limit]

    async def note(self, deadline: StoredDeadline, lead: timedelta) -> bool:
        still_so = select(deadlines.c.id, deadlines.c.at, literal(_seconds(lead)), database_time()).where(
            deadlines.c.id == deadline.id, deadlines.c.at == deadline.at, deadlines.c.at > database_time(), IS_LIVE
        )
        told = insert(reminders).from_select(["deadline_id", "at", "lead_seconds", "told_at"], still_so)
        try:
            return (await self._connection.execute(told)).rowcount == 1
        except IntegrityError as error:
            if is_duplicate_key(error):
                return False
            raise

    async def wish(self, wish: ReminderWish) -> None:
        await self.unwish(wish.person_id, [wish.deadline_id])
        await self._connection.execute(
            insert(reminder_wishes).values(
                deadline_id=wish.deadline_id,
                person_id=wish.person_id,
                message_id=wish.message_id,
                conversation_id=wish.conversation_id,
                at=wish.at,
            )
        )

    async def unwish(self, person_id: PersonId, deadline_ids: Collection[DeadlineId]) -> None:
        await self._connection.execute(
            delete(reminder_wishes).where(
                reminder_wishes.c.deadline_id.in_(deadline_ids), reminder_wishes.c.person_id == person_id
            )
        )

    async def forget_wishes(self, person_id: PersonId) -> None:
        await self._connection.execute(delete(reminder_wishes).where(reminder_wishes.c.person_id == person_id))

    async def wishes(self, deadline_id: DeadlineId) -> Sequence[ReminderWish]:
        of_it = select(reminder_wishes).where(reminder_wishes.c.deadline_id == deadline_id)
        in_order = of_it.order_by(reminder_wishes.c.conversation_id, reminder_wishes.c.person_id)
        return [_wish(row) for row in await self._connection.execute(in_order)]

    async def wished(self, person_id: PersonId, deadline_ids: Collection[DeadlineId]) -> set[DeadlineId]:
        mine = select(reminder_wishes.c.deadline_id).where(
            reminder_wishes.c.deadline_id.in_(deadline_ids), reminder_wishes.c.person_id == person_id
        )
        return set((await self._connection.execute(mine)).scalars())


def _untold(lead: timedelta) -> Select[Any]:
    was_told = exists().where(
        reminders.c.deadline_id == deadlines.c.id,
        reminders.c.at == deadlines.c.at,
        reminders.c.lead_seconds == _seconds(lead),
    )
    return (
        select(deadlines, database_time().label("now"))
        .where(deadlines.c.at > database_time(), deadlines.c.at <= database_time(lead), IS_LIVE, not_(was_told))
        .order_by(deadlines.c.at, deadlines.c.id)
    )


def _seconds(lead: timedelta) -> int:
    return lead // timedelta(seconds=1)


def _wish(row: Row[Any]) -> ReminderWish:
    return ReminderWish(
        deadline_id=row.deadline_id,
        person_id=row.person_id,
        message_id=row.message_id,
        conversation_id=row.conversation_id,
        at=row.at,
    )
