"""What every store of ratings must do."""

import asyncio
from datetime import timedelta

import pytest

from domain.identifiers import MessageId, PersonId
from domain.rating import Rating, Verdict
from ports.storage import Storage
from tests.factories import MOMENT, make_id, make_rating


async def put(storage: Storage, rating: Rating) -> None:
    await storage.run(lambda uow: uow.ratings.put(rating))


async def find(storage: Storage, message_id: MessageId, person_id: PersonId) -> Rating | None:
    return await storage.read(lambda uow: uow.ratings.find(message_id, person_id=person_id))


class RatingRepositoryContract:
    @pytest.mark.parametrize("verdict", Verdict)
    async def test_keeps_every_field_when_put(self, storage: Storage, verdict: Verdict) -> None:
        rating = make_rating(verdict=verdict)

        await put(storage, rating)

        assert await find(storage, rating.message_id, rating.person_id) == rating

    async def test_changes_nothing_when_the_same_is_put_twice(self, storage: Storage) -> None:
        rating = make_rating()

        await put(storage, rating)
        await put(storage, rating)

        assert await find(storage, rating.message_id, rating.person_id) == rating

    async def test_keeps_the_latest_when_the_person_thinks_better_of_it(self, storage: Storage) -> None:
        first = make_rating(verdict=Verdict.GOOD)
        second = make_rating(
            message_id=first.message_id,
            person_id=first.person_id,
            verdict=Verdict.BAD,
            at=MOMENT + timedelta(seconds=1),
        )

        await put(storage, first)
        await put(storage, second)

        assert await find(storage, first.message_id, first.person_id) == second

    async def test_keeps_each_persons_own_when_two_rate_a_message(self, storage: Storage) -> None:
        mine = make_rating(verdict=Verdict.GOOD)
        other = make_rating(message_id=mine.message_id, verdict=Verdict.BAD)

        await put(storage, mine)
        await put(storage, other)

        assert await find(storage, mine.message_id, mine.person_id) == mine
        assert await find(storage, mine.message_id, other.person_id) == other

    async def test_finds_nothing_when_nothing_was_put(self, storage: Storage) -> None:
        assert await find(storage, MessageId(make_id()), PersonId(make_id())) is None

    async def test_keeps_one_of_them_when_many_are_put_at_once(self, storage: Storage) -> None:
        ratings = [
            make_rating(message_id=MessageId(make_id(1)), person_id=PersonId(make_id(2)), verdict=verdict)
            for verdict in (Verdict.GOOD, Verdict.BAD, Verdict.NONE) * 3
        ]

        await asyncio.gather(*(put(storage, rating) for rating in ratings))

        assert await find(storage, MessageId(make_id(1)), PersonId(make_id(2))) in ratings
