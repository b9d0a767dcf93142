"""Deadlines in memory."""

from collections.abc import Sequence

from domain.identifiers import ConversationId
from domain.stored_deadline import StoredDeadline
from tests.fakes.tables import Tables


class FakeDeadlineRepository:
    def __init__(self, tables: Tables) -> None:
        self._tables = tables

    async def add(self, deadline: StoredDeadline) -> None:
        self._tables.deadlines.setdefault(deadline.message_id, deadline)

    async def latest(self, *, limit: int) -> Sequence[StoredDeadline]:
        return self._by_moment()[::-1][:limit]

    async def of_conversation(self, conversation_id: ConversationId) -> Sequence[StoredDeadline]:
        return [found for found in self._by_moment() if found.conversation_id == conversation_id]

    def _by_moment(self) -> list[StoredDeadline]:
        return sorted(self._tables.deadlines.values(), key=lambda deadline: (deadline.at, deadline.id))
