from datetime import timedelta

from application.deadlines.calendar_deadlines import KEPT, CalendarDeadlines
from domain.stored_deadline import Review
from ports.storage import UnitOfWork
from tests.factories import MOMENT, make_deadline
from tests.unit.application.house import House


async def test_has_what_counts_and_is_not_long_past(house: House) -> None:
    ahead, just_kept = make_deadline(at=MOMENT + KEPT), make_deadline(at=MOMENT - KEPT)
    gone = [
        make_deadline(at=MOMENT - KEPT - timedelta(minutes=1)),
        make_deadline(review=Review.DISMISSED),
        make_deadline(withdrawn_at=MOMENT),
    ]

    async def add(uow: UnitOfWork) -> None:
        for deadline in (ahead, just_kept, *gone):
            await uow.deadlines.add(deadline)

    await house.storage.run(add)

    found = await CalendarDeadlines(storage=house.fragile, clock=house.clock).execute()

    assert list(found) == [just_kept, ahead]
