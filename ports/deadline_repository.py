"""Deadlines that were read from messages."""

from collections.abc import Sequence
from typing import Protocol

from domain.identifiers import ConversationId
from domain.stored_deadline import StoredDeadline


class DeadlineRepository(Protocol):
    async def add(self, deadline: StoredDeadline) -> None:
        """One per message: a second one of the same message changes nothing."""
        ...

    async def latest(self, *, limit: int) -> Sequence[StoredDeadline]:
        """By their moment, latest first."""
        ...

    async def of_conversation(self, conversation_id: ConversationId) -> Sequence[StoredDeadline]:
        """By their moment, earliest first."""
        ...
