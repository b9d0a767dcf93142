"""Deadlines in memory."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from domain.errors import NotFoundError
from domain.identifiers import ConversationId, DeadlineId, MessageId
from domain.stored_deadline import DeadlineSource, StoredDeadline
from tests.fakes.tables import Tables


class FakeDeadlineRepository:
    def __init__(self, tables: Tables) -> None:
        self._tables = tables

    async def add(self, deadline: StoredDeadline) -> StoredDeadline:
        known = (each for each in self._tables.deadlines.values() if each.identity == deadline.identity)
        same = next(known, deadline)
        self._tables.deadlines[same.id] = same
        return same

    async def lock(self, id_: DeadlineId) -> StoredDeadline:
        try:
            return self._tables.deadlines[id_]
        except KeyError:
            raise NotFoundError("deadline", id_) from None

    async def save(self, deadline: StoredDeadline) -> None:
        known = await self.lock(deadline.id)
        self._tables.deadlines[deadline.id] = replace(
            deadline,
            conversation_id=known.conversation_id,
            message_id=known.message_id,
            created_at=known.created_at,
            identity=known.identity,
        )

    async def forget_quotes(self, message_ids: Sequence[MessageId], *, passed: datetime) -> None:
        for each in list(self._tables.deadlines.values()):
            if each.message_id in message_ids and each.at < passed:
                self._tables.deadlines[each.id] = replace(each, quote="")

    async def find_source(self, key: str) -> DeadlineSource | None:
        return self._tables.deadline_sources.get(key)

    async def lock_source(self, key: str) -> DeadlineSource:
        return self._tables.deadline_sources.setdefault(key, DeadlineSource(key=key))

    async def save_source(self, source: DeadlineSource) -> None:
        self._tables.deadline_sources[source.key] = source

    async def forget_source(self, key: str) -> None:
        self._tables.deadline_sources.pop(key, None)

    async def latest(self, *, limit: int, only_live: bool) -> Sequence[StoredDeadline]:
        return [each for each in self._by_moment()[::-1] if each.is_live or not only_live][:limit]

    async def since(self, moment: datetime, *, limit: int) -> Sequence[StoredDeadline]:
        return [each for each in self._by_moment() if each.is_live and each.at >= moment][:limit]

    async def of_conversations(self, ids: Sequence[ConversationId]) -> Sequence[StoredDeadline]:
        theirs = {
            source.deadline_id
            for source in self._tables.deadline_sources.values()
            if source.conversation_id in ids and source.withdrawn_at is None
        }
        return [each for each in self._by_moment() if each.id in theirs and each.is_live]

    def _by_moment(self) -> list[StoredDeadline]:
        return sorted(self._tables.deadlines.values(), key=lambda deadline: (deadline.at, deadline.id))
