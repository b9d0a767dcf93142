"""What the tests of sending start from and look at."""

from dataclasses import replace
from typing import Final

from domain.balance import HoldState
from domain.delivery import PART_LENGTH, DeliveryState
from domain.turn import ClaimedTurn
from tests.factories import TODAY
from tests.unit.application.house import House

RETRY: Final = 6
PAUSE: Final = 9
HALT: Final = 5
GIVE_UP: Final = 901
MALFORMED: Final = 100
LONG_ANSWER: Final = ("а" * (PART_LENGTH - 10) + ". ") * 3
"""Three parts."""


async def claim_written(house: House, answer: str = "Да.", *, in_dialog: bool = False) -> ClaimedTurn:
    """A turn whose answer is stored and not sent."""
    await (house.message() if in_dialog else house.comment())
    claimed = await house.claim_next()
    house.writer.answer_next(answer)
    await house.fund.execute(claimed)
    await house.write.execute(claimed)
    return replace(claimed, turn=house.turn)


async def run_again(house: House) -> float:
    """Wait until the only turn may be taken up again, and run it; returns the wait."""
    waited = wait_of(house)
    house.clock.advance(max(0.0, waited))
    assert await house.run_turns() == 1
    return waited


def wait_of(house: House) -> float:
    (row,) = house.storage.tables.turns.values()
    return (row.due_at - house.clock.now()).total_seconds()


def states(house: House) -> list[DeliveryState]:
    return [delivery.state for delivery in house.storage.deliveries]


def hold_states(house: House) -> list[HoldState]:
    return [hold.state for hold in house.storage.holds]


async def answers_today(house: House) -> int:
    person = house.storage.people[0]
    return await house.storage.read(lambda uow: uow.people.answers_on(person.id, day=TODAY))
