import pytest

from application.deadlines.review_deadline import ReviewDeadline
from domain.errors import NotFoundError
from domain.identifiers import DeadlineId
from domain.stored_deadline import Review
from tests.factories import make_deadline, make_id
from tests.unit.application.house import House


async def test_notes_what_the_owner_says_once(house: House) -> None:
    deadline = make_deadline()
    await house.storage.run(lambda uow: uow.deadlines.add(deadline))
    review = ReviewDeadline(storage=house.fragile, clock=house.clock, note=house.note_act)
    house.clock.advance(60)

    first = await review.execute(deadline.id, Review.DISMISSED, by="olga")
    house.clock.advance(60)

    assert await review.execute(deadline.id, Review.DISMISSED, by="olga") == first
    assert house.storage.deadlines == [first]
    assert [(act.deed, act.by, act.on) for act in house.storage.acts] == [
        ("reviewed_deadline", "olga", str(deadline.id))
    ]
    assert (first.state, first.changed_at > deadline.changed_at) == ("dismissed", True)


async def test_raises_when_there_is_none_of_that_id(house: House) -> None:
    with pytest.raises(NotFoundError):
        await ReviewDeadline(storage=house.fragile, clock=house.clock, note=house.note_act).execute(
            DeadlineId(make_id()), Review.CONFIRMED, by="olga"
        )
