"""What people thought of answers."""

from typing import Protocol

from domain.identifiers import MessageId, PersonId
from domain.rating import Rating


class RatingRepository(Protocol):
    async def put(self, rating: Rating) -> None:
        """Store it in the place of what the person has said of the message before."""
        ...

    async def find(self, message_id: MessageId, *, person_id: PersonId) -> Rating | None: ...
