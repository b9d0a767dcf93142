"""Sessions in SQL."""

from datetime import datetime
from typing import Any

from sqlalchemy import Row, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from adapters.outbound.database.schema import sessions
from domain.errors import NotFoundError
from domain.identifiers import ConversationId, PersonId, SessionId
from domain.session import Session


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
        await self._write(id_, {"seen_at": seen_at, "conversation_id": conversation_id})

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
