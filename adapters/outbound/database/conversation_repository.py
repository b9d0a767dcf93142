"""Conversations in SQL."""

from collections.abc import MutableMapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import Row, bindparam, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncConnection

from adapters.outbound.database.dialect import database_time
from adapters.outbound.database.failures import is_duplicate_key
from adapters.outbound.database.prepared import Prepared, prepared_insert
from adapters.outbound.database.schema import conversations
from domain.channel import Channel
from domain.conversation import Conversation
from domain.errors import NotFoundError
from domain.identifiers import ConversationId, PersonId

SELECT: Final = select(conversations, (conversations.c.taken_until > database_time()).label("is_taken_over"))
_WITH_ID: Final = SELECT.where(conversations.c.id == bindparam("id"))
_WITH_KEY: Final = SELECT.where(conversations.c.key == bindparam("key"))
_BY_ID: Final = Prepared(_WITH_ID)
_LOCK: Final = Prepared(_WITH_ID.with_for_update())
_BY_KEY: Final = Prepared(_WITH_KEY)
_LOCK_BY_KEY: Final = Prepared(_WITH_KEY.with_for_update())
_ADD: Final = prepared_insert(conversations, "last_at", "person_wanted_at", "taken_until", "taken_by")


class SqlConversationRepository:
    """``last_seqs`` takes the last numbers of conversations that are locked."""

    def __init__(self, connection: AsyncConnection, last_seqs: MutableMapping[ConversationId, int]) -> None:
        self._connection = connection
        self._last_seqs = last_seqs
        self._locked: dict[ConversationId, Conversation] = {}
        """As they stay until the end of the transaction, but for their last numbers."""

    async def by_key(self, key: str, *, new: Conversation) -> Conversation:
        found = await self._first(_LOCK_BY_KEY, key=key)
        if found is not None:
            return self._note(found)
        try:
            # A row that is new is ours until the end of the transaction.
            await self.add(new)
        except IntegrityError as error:
            found = await self._first(_LOCK_BY_KEY, key=key) if is_duplicate_key(error) else None
            if found is None:
                raise
            return self._note(found)
        return self._note(new)

    async def find(self, key: str) -> Conversation | None:
        return await self._first(_BY_KEY, key=key)

    async def lock(self, id_: ConversationId) -> Conversation:
        if id_ in self._locked:
            return replace(self._locked[id_], last_seq=self._last_seqs[id_])
        return self._note(await self._one(_LOCK, id_))

    async def get(self, id_: ConversationId) -> Conversation:
        return await self._one(_BY_ID, id_)

    async def add(self, conversation: Conversation) -> None:
        await _ADD.change(self._connection, **_values(conversation))

    async def of_person(self, person_id: PersonId, *, limit: int) -> Sequence[Conversation]:
        chats = (
            SELECT.where(conversations.c.person_id == person_id, conversations.c.channel == Channel.SITE_CHAT.value)
            .order_by(conversations.c.created_at.desc(), conversations.c.id.desc())
            .limit(limit)
        )
        return [conversation_of(row) for row in await self._connection.execute(chats)]

    async def take_over(self, id_: ConversationId, *, by: str, lasting: timedelta) -> None:
        await self._change(id_, {"taken_by": by, "taken_until": database_time(lasting), "person_wanted_at": None})

    async def hand_back(self, id_: ConversationId) -> None:
        await self._change(id_, {"taken_by": None, "taken_until": None, "person_wanted_at": None})

    async def want_person(self, id_: ConversationId, *, at: datetime) -> None:
        await self._change(id_, {"person_wanted_at": at})

    async def hand_over(self, *, from_person: PersonId, to_person: PersonId) -> None:
        await self._connection.execute(
            update(conversations).where(conversations.c.person_id == from_person).values(person_id=to_person)
        )
        self._locked.clear()

    async def _change(self, id_: ConversationId, values: dict[str, Any]) -> None:
        await self.lock(id_)
        await self._connection.execute(update(conversations).where(conversations.c.id == id_).values(values))
        del self._locked[id_]

    def _note(self, locked: Conversation) -> Conversation:
        self._last_seqs[locked.id] = locked.last_seq
        self._locked[locked.id] = locked
        return locked

    async def _first(self, query: Prepared, **values: Any) -> Conversation | None:
        row = await query.first(self._connection, **values)
        return None if row is None else conversation_of(row)

    async def _one(self, query: Prepared, id_: ConversationId) -> Conversation:
        found = await self._first(query, id=id_)
        if found is None:
            raise NotFoundError("conversation", id_)
        return found


def _values(conversation: Conversation) -> dict[str, Any]:
    return {
        "id": conversation.id,
        "channel": conversation.channel.value,
        "key": conversation.key,
        "created_at": conversation.created_at,
        "last_seq": conversation.last_seq,
        "person_id": conversation.person_id,
    }


def conversation_of(row: Row[Any]) -> Conversation:
    return Conversation(
        id=row.id,
        channel=Channel(row.channel),
        key=row.key,
        created_at=row.created_at,
        last_seq=row.last_seq,
        person_id=row.person_id,
        is_taken_over=bool(row.is_taken_over),
    )
