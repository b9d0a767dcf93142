"""Deadlines that were read from messages."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from domain.identifiers import ConversationId, DeadlineId, MessageId
from domain.stored_deadline import DeadlineSource, StoredDeadline


class DeadlineRepository(Protocol):
    """Without other words, all that were ever read are given: withdrawn and dismissed ones too."""

    async def add(self, deadline: StoredDeadline) -> StoredDeadline:
        """
        One per identity: gives the one that is there, its row locked until the end of the transaction.

        That is ``deadline`` itself when its identity was not known yet.
        """
        ...

    async def lock(self, id_: DeadlineId) -> StoredDeadline:
        """Its row is locked until the end of the transaction. Raises NotFoundError."""
        ...

    async def save(self, deadline: StoredDeadline) -> None:
        """Whatever may change of it: not its id, source and identity."""
        ...

    async def forget_quotes(self, message_ids: Sequence[MessageId], *, passed: datetime) -> None:
        """Of deadlines that were read from those messages and lie before ``passed`` nothing of their words is left."""
        ...

    async def find_source(self, key: str) -> DeadlineSource | None:
        """Without a lock."""
        ...

    async def lock_source(self, key: str) -> DeadlineSource:
        """Its row is locked until the end of the transaction; a bare one is made when there is none."""
        ...

    async def save_source(self, source: DeadlineSource) -> None:
        """One that was locked in this transaction."""
        ...

    async def forget_source(self, key: str) -> None:
        """Nothing is left of it; the deadline that was read from it stays."""
        ...

    async def latest(self, *, limit: int, only_live: bool) -> Sequence[StoredDeadline]:
        """By their moment, latest first."""
        ...

    async def since(self, moment: datetime, *, limit: int) -> Sequence[StoredDeadline]:
        """Live ones that are not before ``moment``, earliest first."""
        ...

    async def of_conversations(self, ids: Sequence[ConversationId]) -> Sequence[StoredDeadline]:
        """Live ones with a source in any of them, each once, earliest first."""
        ...
