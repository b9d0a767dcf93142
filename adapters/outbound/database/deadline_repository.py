"""Deadlines in SQL."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row, Select, select
from sqlalchemy.ext.asyncio import AsyncConnection

from adapters.outbound.database.dialect import add_unless_known
from adapters.outbound.database.schema import deadlines
from domain.identifiers import ConversationId
from domain.stored_deadline import StoredDeadline


class SqlDeadlineRepository:
    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def add(self, deadline: StoredDeadline) -> None:
        values = {
            "id": deadline.id,
            "at": deadline.at,
            "quote": deadline.quote,
            "conversation_id": deadline.conversation_id,
            "message_id": deadline.message_id,
            "created_at": deadline.created_at,
        }
        await add_unless_known(self._connection, deadlines, values)

    async def latest(self, *, limit: int) -> Sequence[StoredDeadline]:
        by_moment = select(deadlines).order_by(deadlines.c.at.desc(), deadlines.c.id.desc())
        return await self._all(by_moment.limit(limit))

    async def of_conversation(self, conversation_id: ConversationId) -> Sequence[StoredDeadline]:
        own = select(deadlines).where(deadlines.c.conversation_id == conversation_id)
        return await self._all(own.order_by(deadlines.c.at, deadlines.c.id))

    async def _all(self, query: Select[Any]) -> list[StoredDeadline]:
        return [_deadline(row) for row in await self._connection.execute(query)]


def _deadline(row: Row[Any]) -> StoredDeadline:
    return StoredDeadline(
        id=row.id,
        at=row.at,
        quote=row.quote,
        conversation_id=row.conversation_id,
        message_id=row.message_id,
        created_at=row.created_at,
    )
