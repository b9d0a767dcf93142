"""Messages."""

from collections.abc import Sequence
from typing import Protocol

from domain.identifiers import ConversationId, MessageId, PersonId, TurnId
from domain.message import Message, NewMessage


class MessageRepository(Protocol):
    async def add(self, message: NewMessage) -> tuple[Message, bool]:
        """
        Record a message under the next number of its conversation; tell whether it is new.

        The conversation's row is locked first. A natural key that is known already changes nothing and uses up no
        number: the recorded message is returned with False.
        """
        ...

    async def get(self, id_: MessageId) -> Message:
        """Raises NotFoundError."""
        ...

    async def find(self, natural_key: str) -> Message | None:
        """Without a lock."""
        ...

    async def after(self, conversation_id: ConversationId, *, seq: int, limit: int) -> Sequence[Message]:
        """Messages with a larger number, ascending."""
        ...

    async def before(self, conversation_id: ConversationId, *, seq: int | None, limit: int) -> Sequence[Message]:
        """The latest messages with a smaller number (all, with None), ascending."""
        ...

    async def of_turn(self, turn_id: TurnId) -> Sequence[Message]:
        """The person's messages that the turn answers, ascending."""
        ...

    async def assign(self, id_: MessageId, *, turn_id: TurnId) -> None:
        """Make the message part of the turn. Nobody is told when there is no such message."""
        ...

    async def of_person(self, person_id: PersonId, *, after: MessageId | None, limit: int) -> Sequence[Message]:
        """
        What belongs to a person: their chats on the site whole; elsewhere what they said, and the answers to it.

        By id, ascending; only ids after ``after``.
        """
        ...

    async def recorded(self, *, after: MessageId | None, before: MessageId, limit: int) -> Sequence[Message]:
        """By id, ascending; only ids between the two, which are left out."""
        ...

    async def forget(self, ids: Sequence[MessageId]) -> None:
        """Nothing is left of their texts, nor of the answers in the turns and deliveries that they belong to."""
        ...

    async def change_text(self, id_: MessageId, *, text: str) -> None:
        """It says something else now, or is known to. Raises NotFoundError."""
        ...
