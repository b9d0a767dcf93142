"""Conversations in memory."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from domain.channel import Channel
from domain.conversation import Conversation
from domain.errors import NotFoundError
from domain.identifiers import ConversationId, PersonId
from tests.fakes.tables import Tables, TakeoverRow


class FakeConversationRepository:
    """``now`` is the database's clock."""

    def __init__(self, tables: Tables, *, now: Callable[[], datetime]) -> None:
        self._tables = tables
        self._now = now

    async def by_key(self, key: str, *, new: Conversation) -> Conversation:
        known = await self.find(key)
        if known is None:
            await self.add(new)
        return known or new

    async def find(self, key: str) -> Conversation | None:
        known = (found.id for found in self._tables.conversations.values() if found.key == key)
        id_ = next(known, None)
        return None if id_ is None else await self.get(id_)

    async def lock(self, id_: ConversationId) -> Conversation:
        return await self.get(id_)

    async def get(self, id_: ConversationId) -> Conversation:
        try:
            found = self._tables.conversations[id_]
        except KeyError:
            raise NotFoundError("conversation", id_) from None
        takeover = self._tables.takeovers.get(id_)
        return replace(found, is_taken_over=takeover is not None and takeover.until > self._now())

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

    async def take_over(self, id_: ConversationId, *, by: str, lasting: timedelta) -> None:
        await self.get(id_)
        self._tables.wanted.pop(id_, None)
        self._tables.takeovers[id_] = TakeoverRow(by=by, until=self._now() + lasting)

    async def hand_back(self, id_: ConversationId) -> None:
        await self.get(id_)
        self._tables.takeovers.pop(id_, None)
        self._tables.wanted.pop(id_, None)

    async def want_person(self, id_: ConversationId, *, at: datetime) -> None:
        await self.get(id_)
        self._tables.wanted[id_] = at

    async def hand_over(self, *, from_person: PersonId, to_person: PersonId) -> None:
        for id_, found in self._tables.conversations.items():
            if found.person_id == from_person:
                self._tables.conversations[id_] = replace(found, person_id=to_person)
