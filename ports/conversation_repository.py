"""Conversations."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Protocol

from domain.conversation import Conversation
from domain.identifiers import ConversationId, PersonId


class ConversationRepository(Protocol):
    async def by_key(self, key: str, *, new: Conversation) -> Conversation:
        """
        Return the conversation with that key, its row locked until the end of the transaction.

        ``new`` is stored and returned when there is none yet.
        """
        ...

    async def find(self, key: str) -> Conversation | None:
        """Without a lock."""
        ...

    async def lock(self, id_: ConversationId) -> Conversation:
        """Its row is locked until the end of the transaction. Raises NotFoundError."""
        ...

    async def get(self, id_: ConversationId) -> Conversation:
        """Without a lock. Raises NotFoundError."""
        ...

    async def add(self, conversation: Conversation) -> None: ...

    async def of_person(self, person_id: PersonId, *, limit: int) -> Sequence[Conversation]:
        """Chats on the site that belong to the person, latest first."""
        ...

    async def take_over(self, id_: ConversationId, *, by: str, lasting: timedelta) -> None:
        """
        A person of the community speaks there from now on, for so long by the database's clock.

        Taken over again it lasts from the last time. ``by`` tells who. Raises NotFoundError.
        """
        ...

    async def hand_back(self, id_: ConversationId) -> None:
        """The assistant may speak there again. One that was not taken over stays as it is. Raises NotFoundError."""
        ...

    async def want_person(self, id_: ConversationId, *, at: datetime) -> None:
        """
        Somebody there waits for a person of the community, until it is taken over or handed back.

        Raises NotFoundError.
        """
        ...

    async def hand_over(self, *, from_person: PersonId, to_person: PersonId) -> None:
        """What a guest began belongs to the user from now on."""
        ...
