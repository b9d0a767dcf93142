"""Conversations as the owner sees them, in SQL."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from adapters.outbound.database.conversation_repository import SELECT as CONVERSATIONS
from adapters.outbound.database.conversation_repository import conversation_of
from adapters.outbound.database.message_repository import message_of
from adapters.outbound.database.person_repository import person_of
from adapters.outbound.database.schema import conversations, messages, people, turns
from adapters.outbound.database.turn_row import turn_of
from domain.errors import NotFoundError
from domain.identifiers import ConversationId, MessageId, PersonId, TurnId
from domain.inbox import InboxFilter, InboxRow, Place
from domain.message import Message
from domain.person import Person
from domain.policy import Publishing
from domain.turn import Turn, TurnState

_OTHER: Final = turns.alias("other")
_IS_DRAFT: Final = turns.c.held_back == Publishing.DRAFT.value
_IS_TROUBLED: Final = turns.c.is_troubled.is_not(None)
_LATEST_TURN: Final = (
    select(_OTHER.c.id)
    .where(_OTHER.c.conversation_id == conversations.c.id)
    .order_by(_OTHER.c.created_at.desc(), _OTHER.c.id.desc())
    .limit(1)
    .scalar_subquery()
)
_LATEST_STATE: Final = (
    select(turns.c.state).where(turns.c.id == _LATEST_TURN.correlate(conversations)).scalar_subquery()
)


class SqlInboxRepository:
    """A page is one walk along the index by the last message, and then a look-up by key of what stands beside it."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def page(
        self, wanted: InboxFilter, *, today: datetime, before: Place | None, limit: int
    ) -> Sequence[InboxRow]:
        found = CONVERSATIONS.where(conversations.c.last_at.is_not(None), *_condition(wanted, today))
        if before is not None:
            found = found.where(_comes_after(before))
        latest_first = found.order_by(conversations.c.last_at.desc(), conversations.c.id.desc())
        return await self._rows(latest_first.limit(limit))

    async def row(self, id_: ConversationId) -> InboxRow:
        found = await self._rows(CONVERSATIONS.where(conversations.c.id == id_, conversations.c.last_at.is_not(None)))
        if not found:
            raise NotFoundError("conversation", id_)
        return found[0]

    async def said(self, *, before: MessageId | None, limit: int) -> Sequence[Message]:
        latest = select(messages).order_by(messages.c.id.desc()).limit(limit)
        if before is not None:
            latest = latest.where(messages.c.id < before)
        return [message_of(row) for row in await self._connection.execute(latest)]

    async def _rows(self, query: Select[Any]) -> list[InboxRow]:
        rows = (await self._connection.execute(query)).all()
        ids = [row.id for row in rows]
        last = await self._last_messages(ids)
        turn_of_each, counts = await self._latest_turns(ids), await self._counts(ids)
        whose = {row.id: _whose(row.person_id, last[row.id], turn_of_each.get(row.id)) for row in rows}
        persons = await self._people(list(whose.values()))
        return [
            InboxRow(
                conversation=conversation_of(row),
                last=last[row.id],
                person=persons.get(whose[row.id]),
                turn=turn_of_each.get(row.id),
                drafts=counts.get(row.id, (0, 0))[0],
                troubles=counts.get(row.id, (0, 0))[1],
                person_wanted_at=row.person_wanted_at,
                taken_by=row.taken_by,
                taken_until=row.taken_until,
            )
            for row in rows
        ]

    async def _last_messages(self, ids: Sequence[ConversationId]) -> dict[ConversationId, Message]:
        is_last = and_(messages.c.conversation_id == conversations.c.id, messages.c.seq == conversations.c.last_seq)
        found = select(messages).join(conversations, is_last).where(conversations.c.id.in_(ids))
        return {row.conversation_id: message_of(row) for row in await self._connection.execute(found)}

    async def _latest_turns(self, ids: Sequence[ConversationId]) -> dict[ConversationId, Turn]:
        named = select(_LATEST_TURN.correlate(conversations)).where(conversations.c.id.in_(ids))
        known: list[TurnId] = [id_ for id_ in (await self._connection.execute(named)).scalars() if id_ is not None]
        found = select(turns).where(turns.c.id.in_(known))
        return {row.conversation_id: turn_of(row) for row in await self._connection.execute(found)}

    async def _counts(self, ids: Sequence[ConversationId]) -> dict[ConversationId, tuple[int, int]]:
        """Drafts and troubles."""
        drafts, troubles = func.count(turns.c.held_back), func.count(turns.c.is_troubled)
        found = (
            select(turns.c.conversation_id, drafts.label("drafts"), troubles.label("troubles"))
            .where(turns.c.conversation_id.in_(ids), or_(_IS_DRAFT, _IS_TROUBLED))
            .group_by(turns.c.conversation_id)
        )
        return {row.conversation_id: (row.drafts, row.troubles) for row in await self._connection.execute(found)}

    async def _people(self, ids: Sequence[PersonId | None]) -> dict[PersonId | None, Person]:
        found = select(people).where(people.c.id.in_({id_ for id_ in ids if id_ is not None}))
        return {row.id: person_of(row) for row in await self._connection.execute(found)}


def _whose(person_id: PersonId | None, last: Message, turn: Turn | None) -> PersonId | None:
    return person_id or last.person_id or (turn.person_id if turn is not None else None)


def _condition(wanted: InboxFilter, today: datetime) -> tuple[ColumnElement[bool], ...]:
    match wanted:
        case InboxFilter.ALL:
            return ()
        case InboxFilter.TODAY:
            return (conversations.c.last_at >= today,)
        case InboxFilter.NEEDS_PERSON:
            waiting = select(turns.c.conversation_id).where(_IS_DRAFT)
            return (or_(conversations.c.person_wanted_at.is_not(None), conversations.c.id.in_(waiting)),)
        case InboxFilter.FAILED:
            return (conversations.c.id.in_(select(turns.c.conversation_id).where(_IS_TROUBLED)),)
        case InboxFilter.DECLINED:
            return (_LATEST_STATE.correlate(conversations) == TurnState.DECLINED.value,)


def _comes_after(place: Place) -> ColumnElement[bool]:
    same_moment = and_(conversations.c.last_at == place.at, conversations.c.id < place.id)
    return or_(conversations.c.last_at < place.at, same_moment)
