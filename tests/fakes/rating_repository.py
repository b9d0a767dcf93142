"""Ratings in memory."""

from domain.identifiers import MessageId, PersonId
from domain.rating import Rating
from tests.fakes.tables import Tables


class FakeRatingRepository:
    def __init__(self, tables: Tables) -> None:
        self._tables = tables

    async def put(self, rating: Rating) -> None:
        self._tables.ratings[rating.message_id, rating.person_id] = rating

    async def find(self, message_id: MessageId, *, person_id: PersonId) -> Rating | None:
        return self._tables.ratings.get((message_id, person_id))
