"""Ratings in SQL."""

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from adapters.outbound.database.dialect import add_unless_known
from adapters.outbound.database.schema import ratings
from domain.identifiers import MessageId, PersonId
from domain.rating import Rating, Verdict


class SqlRatingRepository:
    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def put(self, rating: Rating) -> None:
        key = {"message_id": rating.message_id, "person_id": rating.person_id}
        said = {"value": rating.verdict.value, "at": rating.at}
        # The insert leaves the row locked, whoever has made it: of two at once the later one stands.
        await add_unless_known(self._connection, ratings, key | said)
        await self._connection.execute(
            update(ratings)
            .where(ratings.c.message_id == rating.message_id, ratings.c.person_id == rating.person_id)
            .values(said)
        )

    async def find(self, message_id: MessageId, *, person_id: PersonId) -> Rating | None:
        known = select(ratings).where(ratings.c.message_id == message_id, ratings.c.person_id == person_id)
        row = (await self._connection.execute(known)).one_or_none()
        if row is None:
            return None
        return Rating(message_id=row.message_id, person_id=row.person_id, verdict=Verdict(row.value), at=row.at)
