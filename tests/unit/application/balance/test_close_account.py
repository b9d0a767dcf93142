"""What an erased person leaves on their account."""

from decimal import Decimal

import pytest

from domain.balance import EntryKind, HoldState
from domain.errors import NotFoundError
from domain.turn import TurnState
from tests.unit.application.house import House
from tests.unit.application.personal_house import account, entries, fill, personal_house


@pytest.fixture
def house() -> House:
    return personal_house()


async def test_is_written_off_for_a_reason(house: House) -> None:
    guest = await house.visit()
    await fill(house, guest.person, "12.50")

    await house.erase_me.execute(guest, password="")

    gone, _ = await entries(house, guest.person)
    assert (gone.kind, gone.amount, gone.author, gone.reason) == (
        EntryKind.WRITTEN_OFF,
        Decimal("-12.50"),
        "otklik",
        "erased",
    )
    left = await account(house, guest.person)
    assert (left.available, left.held, left.spent_today) == (0, 0, 0)


async def test_is_written_off_once(house: House) -> None:
    guest = await house.visit()
    await fill(house, guest.person, "12.50")

    for _ in range(2):
        await house.forget_person.execute(guest.person.id, by="olga")
    await house.finish_erasures.execute()

    assert len(await entries(house, guest.person)) == 2


async def test_nothing_is_booked_where_nothing_is_left(house: House) -> None:
    guest = await house.visit()

    await house.erase_me.execute(guest, password="")

    assert house.storage.entries == house.storage.holds == []


async def test_what_was_held_is_written_off_when_it_has_come_back(house: House) -> None:
    guest = await house.visit()
    await fill(house, guest.person, "12.50")
    await house.say(guest)
    claimed = await house.claim_next()
    await house.fund.execute(claimed)

    await house.erase_me.execute(guest, password="")
    assert (await account(house, guest.person)).held == Decimal("5.00")
    house.clock.advance(60)
    await house.find_stops.execute()
    await house.run_until_idle()
    await house.finish_erasures.execute()

    assert house.turn.state is TurnState.STOPPED
    assert HoldState.OPEN not in {hold.state for hold in house.storage.holds}
    left = await account(house, guest.person)
    assert (left.available, left.held) == (0, 0)
    assert sum(entry.amount for entry in await entries(house, guest.person)) == 0


async def test_nobody_fills_it_up_afterwards(house: House) -> None:
    guest = await house.visit()
    await house.erase_me.execute(guest, password="")

    with pytest.raises(NotFoundError):
        await fill(house, guest.person)

    assert house.storage.entries == []
