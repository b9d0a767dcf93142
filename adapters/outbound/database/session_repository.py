"""Sessions in SQL."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Row, Select, bindparam, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from adapters.outbound.database.prepared import Prepared
from adapters.outbound.database.schema import sessions
from domain.errors import NotFoundError
from domain.identifiers import ConversationId, PersonId, SessionId
from domain.session import ABSOLUTE_LIFETIME, IDLE_LIFETIME, Session

_TOUCH: Final = Prepared(
    update(sessions)
    .where(sessions.c.id == bindparam("id"))
    .values(seen_at=bindparam("seen_at"), conversation_id=bindparam("conversation_id"))
)


class SqlSessionRepository:
    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def add(self, session: Session) -> None:
        values = {
            "id": session.id,
            "token_hash": session.token_hash,
            "person_id": session.person_id,
            "conversation_id": session.conversation_id,
            "opened_at": session.opened_at,
            "seen_at": session.seen_at,
            "ended_at": session.ended_at,
            "end_reason": session.end_reason,
        }
        await self._connection.execute(insert(sessions).values(values))

    async def by_token_hash(self, token_hash: bytes) -> Session | None:
        found = select(sessions).where(sessions.c.token_hash == token_hash)
        row = (await self._connection.execute(found)).one_or_none()
        return None if row is None else _session(row)

    async def get(self, id_: SessionId) -> Session:
        row = (await self._connection.execute(select(sessions).where(sessions.c.id == id_))).one_or_none()
        if row is None:
            raise NotFoundError("session", id_)
        return _session(row)

    async def touch(self, id_: SessionId, *, seen_at: datetime, conversation_id: ConversationId) -> None:
        if await _TOUCH.change(self._connection, id=id_, seen_at=seen_at, conversation_id=conversation_id) != 1:
            raise NotFoundError("session", id_)

    async def rotate(
        self, id_: SessionId, *, token_hash: bytes, person_id: PersonId, conversation_id: ConversationId
    ) -> None:
        await self._write(id_, {"token_hash": token_hash, "person_id": person_id, "conversation_id": conversation_id})

    async def end(self, id_: SessionId, *, at: datetime, reason: str) -> None:
        ended = await self._connection.execute(
            update(sessions)
            .where(sessions.c.id == id_, sessions.c.ended_at.is_(None))
            .values(ended_at=at, end_reason=reason)
        )
        if ended.rowcount != 1:
            await self.get(id_)

    async def end_all(
        self, person_id: PersonId, *, at: datetime, reason: str, but: SessionId | None = None
    ) -> Sequence[SessionId]:
        found = select(sessions.c.id).where(sessions.c.person_id == person_id, sessions.c.ended_at.is_(None))
        ids = await self._ids(found.with_for_update())
        return await self._end_each([id_ for id_ in ids if id_ != but], at=at, reason=reason)

    async def end_lapsed(self, *, now: datetime, reason: str, limit: int) -> Sequence[SessionId]:
        is_open = sessions.c.ended_at.is_(None)
        idle = select(sessions.c.id).where(is_open, sessions.c.seen_at <= now - IDLE_LIFETIME)
        # Of those that were seen lately only few are old: the oldest ids are the oldest sessions.
        old = select(sessions.c.id).where(is_open, sessions.c.opened_at <= now - ABSOLUTE_LIFETIME)
        ids = await self._ids(idle.order_by(sessions.c.seen_at).limit(limit))
        ids += await self._ids(old.order_by(sessions.c.opened_at).limit(limit))
        return await self._end_each(list(dict.fromkeys(ids)), at=now, reason=reason)

    async def ended_among(self, ids: Sequence[SessionId]) -> Sequence[SessionId]:
        return await self._ids(select(sessions.c.id).where(sessions.c.id.in_(ids), sessions.c.ended_at.is_not(None)))

    async def of_person(self, person_id: PersonId, *, limit: int) -> Sequence[Session]:
        theirs = select(sessions).where(sessions.c.person_id == person_id)
        latest = theirs.order_by(sessions.c.opened_at.desc(), sessions.c.id.desc()).limit(limit)
        return [_session(row) for row in await self._connection.execute(latest)]

    async def _ids(self, query: Select[Any]) -> list[SessionId]:
        return list((await self._connection.execute(query)).scalars())

    async def _end_each(self, ids: list[SessionId], *, at: datetime, reason: str) -> list[SessionId]:
        if ids:
            open_ones = update(sessions).where(sessions.c.id.in_(ids), sessions.c.ended_at.is_(None))
            await self._connection.execute(open_ones.values(ended_at=at, end_reason=reason))
        return ids

    async def _write(self, id_: SessionId, values: dict[str, Any]) -> None:
        written = await self._connection.execute(update(sessions).where(sessions.c.id == id_).values(values))
        if written.rowcount != 1:
            raise NotFoundError("session", id_)


def _session(row: Row[Any]) -> Session:
    return Session(
        id=row.id,
        token_hash=row.token_hash,
        person_id=row.person_id,
        conversation_id=row.conversation_id,
        opened_at=row.opened_at,
        seen_at=row.seen_at,
        ended_at=row.ended_at,
        end_reason=row.end_reason,
    )
