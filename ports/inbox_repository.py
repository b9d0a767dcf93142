"""Conversations as the owner sees them."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from domain.identifiers import ConversationId, MessageId
from domain.inbox import InboxFilter, InboxRow, Place
from domain.message import Message


class InboxRepository(Protocol):
    async def page(
        self, wanted: InboxFilter, *, today: datetime, before: Place | None, limit: int
    ) -> Sequence[InboxRow]:
        """
        Conversations in which something was said, by the time of the last message, latest first.

        ``today`` is when the day began; ``before`` is where the former page ended.
        """
        ...

    async def row(self, id_: ConversationId) -> InboxRow:
        """Raises NotFoundError, also when nothing was said there yet."""
        ...

    async def said(self, *, before: MessageId | None, limit: int) -> Sequence[Message]:
        """Messages of all conversations by id, latest first: those with ids before ``before``."""
        ...
