"""What holds words, and how it is gone through: a page of rows at a time, by their ids."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol
from uuid import UUID

from domain.event import EventState
from domain.identifiers import EventRowId, MessageId, NotificationId
from domain.notification import NotificationState
from ports.clock import Clock
from ports.storage import UnitOfWork


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """``last`` is the last row read, None where there were none; ``kept`` tells whether some must stay for now."""

    last: UUID | None
    old: Sequence[UUID]
    kept: bool

    @classmethod
    def of(cls, rows: Sequence[UUID], old: Sequence[UUID]) -> "Page":
        return cls(last=rows[-1] if rows else None, old=old, kept=len(old) < len(rows))


class OldWords(Protocol):
    """``name`` says what it is to people, and keeps its position apart from the others'."""

    name: str

    async def page(self, uow: UnitOfWork, *, after: UUID | None, before: UUID, limit: int) -> Page: ...

    async def forget(self, uow: UnitOfWork, ids: Sequence[UUID]) -> None: ...


class OldMessages:
    """
    Those of a turn that has not ended are kept: it, and its deliveries, are still owed.

    With them the words of deadlines are forgotten that were read from them and have passed.
    """

    name = "messages"

    def __init__(self, clock: Clock) -> None:
        self._clock = clock

    async def page(self, uow: UnitOfWork, *, after: UUID | None, before: UUID, limit: int) -> Page:
        last = None if after is None else MessageId(after)
        found = await uow.messages.recorded(after=last, before=MessageId(before), limit=limit)
        turns = {message.turn_id for message in found if message.turn_id is not None}
        owed = set(await uow.turns.unfinished(sorted(turns)))
        return Page.of(
            [message.id for message in found], [message.id for message in found if message.turn_id not in owed]
        )

    async def forget(self, uow: UnitOfWork, ids: Sequence[UUID]) -> None:
        messages = [MessageId(id_) for id_ in ids]
        await uow.messages.forget(messages)
        await uow.deadlines.forget_quotes(messages, passed=self._clock.now())


class OldEvents:
    """Those that were not understood yet are kept."""

    name = "events"

    async def page(self, uow: UnitOfWork, *, after: UUID | None, before: UUID, limit: int) -> Page:
        last = None if after is None else EventRowId(after)
        found = await uow.events.recorded(after=last, before=EventRowId(before), limit=limit)
        return Page.of(
            [event.id for event in found], [event.id for event in found if event.state is not EventState.NEW]
        )

    async def forget(self, uow: UnitOfWork, ids: Sequence[UUID]) -> None:
        await uow.events.blank_done([EventRowId(id_) for id_ in ids])


class OldNotifications:
    """Those that nobody has taken yet are kept."""

    name = "notifications"

    async def page(self, uow: UnitOfWork, *, after: UUID | None, before: UUID, limit: int) -> Page:
        last = None if after is None else NotificationId(after)
        found = await uow.notifications.recorded(after=last, before=NotificationId(before), limit=limit)
        delivered = [row.notification.id for row in found if row.state is NotificationState.DELIVERED]
        return Page.of([row.notification.id for row in found], delivered)

    async def forget(self, uow: UnitOfWork, ids: Sequence[UUID]) -> None:
        await uow.notifications.blank_delivered([NotificationId(id_) for id_ in ids])


def all_old_words(clock: Clock) -> Sequence[OldWords]:
    return OldMessages(clock), OldEvents(), OldNotifications()
