"""Sessions in memory."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from domain.errors import NotFoundError
from domain.identifiers import ConversationId, PersonId, SessionId
from domain.session import Session
from tests.fakes.tables import Tables


class FakeSessionRepository:
    def __init__(self, tables: Tables) -> None:
        self._tables = tables

    async def add(self, session: Session) -> None:
        if await self.by_token_hash(session.token_hash) or session.id in self._tables.sessions:
            raise ValueError(session)
        self._tables.sessions[session.id] = session

    async def by_token_hash(self, token_hash: bytes) -> Session | None:
        return next((found for found in self._tables.sessions.values() if found.token_hash == token_hash), None)

    async def get(self, id_: SessionId) -> Session:
        try:
            return self._tables.sessions[id_]
        except KeyError:
            raise NotFoundError("session", id_) from None

    async def touch(self, id_: SessionId, *, seen_at: datetime, conversation_id: ConversationId) -> None:
        session = await self.get(id_)
        self._tables.sessions[id_] = replace(session, seen_at=seen_at, conversation_id=conversation_id)

    async def rotate(
        self, id_: SessionId, *, token_hash: bytes, person_id: PersonId, conversation_id: ConversationId
    ) -> None:
        session = await self.get(id_)
        self._tables.sessions[id_] = replace(
            session, token_hash=token_hash, person_id=person_id, conversation_id=conversation_id
        )

    async def end(self, id_: SessionId, *, at: datetime, reason: str) -> None:
        session = await self.get(id_)
        if session.ended_at is None:
            self._tables.sessions[id_] = replace(session, ended_at=at, end_reason=reason)

    async def end_all(
        self, person_id: PersonId, *, at: datetime, reason: str, but: SessionId | None = None
    ) -> Sequence[SessionId]:
        theirs = [each for each in self._open() if each.person_id == person_id and each.id != but]
        return await self._end_each(theirs, at=at, reason=reason)

    async def end_lapsed(self, *, now: datetime, reason: str, limit: int) -> Sequence[SessionId]:
        lapsed = [each for each in self._open() if not each.is_alive(now)]
        return await self._end_each(lapsed[:limit], at=now, reason=reason)

    async def ended_among(self, ids: Sequence[SessionId]) -> Sequence[SessionId]:
        return [id_ for id_, each in self._tables.sessions.items() if id_ in ids and each.ended_at is not None]

    async def of_person(self, person_id: PersonId, *, limit: int) -> Sequence[Session]:
        theirs = [each for each in self._tables.sessions.values() if each.person_id == person_id]
        return sorted(theirs, key=lambda each: (each.opened_at, each.id), reverse=True)[:limit]

    def _open(self) -> list[Session]:
        return [each for each in self._tables.sessions.values() if each.ended_at is None]

    async def _end_each(self, ended: Sequence[Session], *, at: datetime, reason: str) -> list[SessionId]:
        for each in ended:
            await self.end(each.id, at=at, reason=reason)
        return [each.id for each in ended]
