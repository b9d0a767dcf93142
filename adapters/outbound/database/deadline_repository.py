"""Deadlines in SQL."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Select, and_, bindparam, delete, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from adapters.outbound.database.deadline_row import changeable_values, deadline_of, source_of, values
from adapters.outbound.database.dialect import add_unless_known
from adapters.outbound.database.prepared import Prepared
from adapters.outbound.database.schema import deadline_sources, deadlines
from domain.errors import NotFoundError
from domain.identifiers import ConversationId, DeadlineId, MessageId
from domain.stored_deadline import DeadlineSource, Review, StoredDeadline

IS_LIVE: Final = and_(deadlines.c.withdrawn_at.is_(None), deadlines.c.review != Review.DISMISSED.value)
_of_source = select(deadline_sources).where(deadline_sources.c.key == bindparam("key"))
_SOURCE: Final = Prepared(_of_source)
_LOCK_SOURCE: Final = Prepared(_of_source.with_for_update())
_IN_CONVERSATION: Final = Prepared(
    select(deadline_sources.c.deadline_id).where(
        deadline_sources.c.conversation_id == bindparam("id"), deadline_sources.c.withdrawn_at.is_(None)
    )
)


class SqlDeadlineRepository:
    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def add(self, deadline: StoredDeadline) -> StoredDeadline:
        await add_unless_known(self._connection, deadlines, values(deadline))
        same = select(deadlines).where(deadlines.c.identity == deadline.identity).with_for_update()
        return deadline_of((await self._connection.execute(same)).one())

    async def lock(self, id_: DeadlineId) -> StoredDeadline:
        wanted = select(deadlines).where(deadlines.c.id == id_).with_for_update()
        row = (await self._connection.execute(wanted)).one_or_none()
        if row is None:
            raise NotFoundError("deadline", id_)
        return deadline_of(row)

    async def save(self, deadline: StoredDeadline) -> None:
        await self._connection.execute(
            update(deadlines).where(deadlines.c.id == deadline.id).values(changeable_values(deadline))
        )

    async def forget_quotes(self, message_ids: Sequence[MessageId], *, passed: datetime) -> None:
        over = update(deadlines).where(deadlines.c.message_id.in_(message_ids), deadlines.c.at < passed)
        await self._connection.execute(over.values(quote=""))

    async def find_source(self, key: str) -> DeadlineSource | None:
        row = await _SOURCE.first(self._connection, key=key)
        return None if row is None else source_of(row)

    async def lock_source(self, key: str) -> DeadlineSource:
        await add_unless_known(self._connection, deadline_sources, {"key": key})
        return source_of(await _LOCK_SOURCE.first(self._connection, key=key))

    async def save_source(self, source: DeadlineSource) -> None:
        await self._connection.execute(
            update(deadline_sources)
            .where(deadline_sources.c.key == source.key)
            .values(
                deadline_id=source.deadline_id,
                conversation_id=source.conversation_id,
                withdrawn_at=source.withdrawn_at,
            )
        )

    async def forget_source(self, key: str) -> None:
        await self._connection.execute(delete(deadline_sources).where(deadline_sources.c.key == key))

    async def latest(self, *, limit: int, only_live: bool) -> Sequence[StoredDeadline]:
        by_moment = select(deadlines).order_by(deadlines.c.at.desc(), deadlines.c.id.desc()).limit(limit)
        return await self._all(by_moment.where(IS_LIVE) if only_live else by_moment)

    async def since(self, moment: datetime, *, limit: int) -> Sequence[StoredDeadline]:
        coming = select(deadlines).where(IS_LIVE, deadlines.c.at >= moment)
        return await self._all(coming.order_by(deadlines.c.at, deadlines.c.id).limit(limit))

    async def of_conversations(self, ids: Sequence[ConversationId]) -> Sequence[StoredDeadline]:
        sources = [source for id_ in ids for source in await _IN_CONVERSATION.all(self._connection, id=id_)]
        known = {source.deadline_id for source in sources}
        if not known:
            return []
        # Two questions, and sorted here: the rows are few, and asked as one the server would make tables for it.
        found = await self._all(select(deadlines).where(deadlines.c.id.in_(known), IS_LIVE))
        return sorted(found, key=lambda deadline: (deadline.at, deadline.id))

    async def _all(self, query: Select[Any]) -> list[StoredDeadline]:
        return [deadline_of(row) for row in await self._connection.execute(query)]
