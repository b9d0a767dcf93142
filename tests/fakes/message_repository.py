"""Messages in memory."""

from collections.abc import Sequence
from dataclasses import fields, replace

from domain.errors import NotFoundError
from domain.identifiers import ConversationId, MessageId, PersonId, TurnId
from domain.message import Author, Message, NewMessage
from tests.fakes.tables import Tables, ids_between


class FakeMessageRepository:
    def __init__(self, tables: Tables) -> None:
        self._tables = tables

    async def add(self, message: NewMessage) -> tuple[Message, bool]:
        conversation = self._tables.conversations.get(message.conversation_id)
        if conversation is None:
            raise NotFoundError("conversation", message.conversation_id)
        known = await self.find(message.natural_key)
        if known is not None:
            return known, False
        seq = conversation.last_seq + 1
        values = {part.name: getattr(message, part.name) for part in fields(NewMessage)}
        recorded = Message(**values, seq=seq)
        self._tables.messages[message.id] = recorded
        self._tables.conversations[conversation.id] = replace(conversation, last_seq=seq)
        return recorded, True

    async def get(self, id_: MessageId) -> Message:
        try:
            return self._tables.messages[id_]
        except KeyError:
            raise NotFoundError("message", id_) from None

    async def find(self, natural_key: str) -> Message | None:
        known = self._tables.messages.values()
        return next((message for message in known if message.natural_key == natural_key), None)

    async def after(self, conversation_id: ConversationId, *, seq: int, limit: int) -> Sequence[Message]:
        return [message for message in self._of(conversation_id) if message.seq > seq][:limit]

    async def before(self, conversation_id: ConversationId, *, seq: int | None, limit: int) -> Sequence[Message]:
        earlier = [message for message in self._of(conversation_id) if seq is None or message.seq < seq]
        return earlier[max(0, len(earlier) - limit) :]

    async def of_turn(self, turn_id: TurnId) -> Sequence[Message]:
        answered = (m for m in self._tables.messages.values() if m.turn_id == turn_id and m.author is Author.PERSON)
        return sorted(answered, key=lambda message: message.seq)

    async def assign(self, id_: MessageId, *, turn_id: TurnId) -> None:
        if message := self._tables.messages.get(id_):
            self._tables.messages[id_] = replace(message, turn_id=turn_id)

    async def of_person(self, person_id: PersonId, *, after: MessageId | None, limit: int) -> Sequence[Message]:
        known = self._tables.messages.values()
        turns = {each.turn_id for each in known if each.person_id == person_id and each.turn_id is not None}
        chats = {chat.id for chat in self._tables.conversations.values() if chat.person_id == person_id}
        theirs = [
            each
            for each in known
            if each.conversation_id in chats
            or each.person_id == person_id
            or (each.turn_id in turns and each.author is not Author.PERSON)
        ]
        later = [each for each in theirs if after is None or each.id > after]
        return sorted(later, key=lambda each: each.id)[:limit]

    async def recorded(self, *, after: MessageId | None, before: MessageId, limit: int) -> Sequence[Message]:
        return [self._tables.messages[id_] for id_ in ids_between(self._tables.messages, after, before)[:limit]]

    async def forget(self, ids: Sequence[MessageId]) -> None:
        for id_ in ids:
            message = await self.get(id_)
            self._tables.messages[id_] = replace(message, text="")
            if message.turn_id is not None:
                self._forget_turn(message.turn_id)

    def _forget_turn(self, id_: TurnId) -> None:
        row = self._tables.turns.get(id_)
        if row is not None and row.turn.has_ended:
            self._tables.turns[id_] = replace(row, turn=replace(row.turn, answer=None))
            for delivery in [each for each in self._tables.deliveries.values() if each.turn_id == id_]:
                self._tables.deliveries[delivery.id] = replace(delivery, text="", spans=())

    async def change_text(self, id_: MessageId, *, text: str) -> None:
        self._tables.messages[id_] = replace(await self.get(id_), text=text)

    def _of(self, conversation_id: ConversationId) -> list[Message]:
        found = (m for m in self._tables.messages.values() if m.conversation_id == conversation_id)
        return sorted(found, key=lambda message: message.seq)
