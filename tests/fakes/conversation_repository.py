"""Conversations in memory."""

from collections.abc import Sequence
from dataclasses import replace

from domain.channel import Channel
from domain.conversation import Conversation
from domain.errors import NotFoundError
from domain.identifiers import ConversationId, PersonId
from tests.fakes.tables import Tables


class FakeConversationRepository:
    def __init__(self, tables: Tables) -> None:
        self._tables = tables

    async def by_key(self, key: str, *, new: Conversation) -> Conversation:
        known = await self.find(key)
        if known is None:
            await self.add(new)
        return known or new

    async def find(self, key: str) -> Conversation | None:
        return next((found for found in self._tables.conversations.values() if found.key == key), None)

    async def lock(self, id_: ConversationId) -> Conversation:
        return await self.get(id_)

    async def get(self, id_: ConversationId) -> Conversation:
        try:
            return self._tables.conversations[id_]
        except KeyError:
            raise NotFoundError("conversation", id_) from None

    async def add(self, conversation: Conversation) -> None:
        if await self.find(conversation.key) or conversation.id in self._tables.conversations:
            raise ValueError(conversation)
        self._tables.conversations[conversation.id] = conversation

    async def of_person(self, person_id: PersonId, *, limit: int) -> Sequence[Conversation]:
        chats = [
            found
            for found in self._tables.conversations.values()
            if found.person_id == person_id and found.channel is Channel.SITE_CHAT
        ]
        return sorted(chats, key=lambda chat: (chat.created_at, chat.id), reverse=True)[:limit]

    async def hand_over(self, *, from_person: PersonId, to_person: PersonId) -> None:
        for id_, found in self._tables.conversations.items():
            if found.person_id == from_person:
                self._tables.conversations[id_] = replace(found, person_id=to_person)
