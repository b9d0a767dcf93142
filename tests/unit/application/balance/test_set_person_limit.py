"""How much one person may spend in a day."""

from decimal import Decimal

import pytest

from domain.answering import DailyLimit
from domain.errors import InvalidMoneyError, NotFoundError
from domain.identifiers import PersonId
from domain.turn import Reason, TurnState
from tests.factories import make_id
from tests.unit.application.house import ANN, BOB, House
from tests.unit.application.personal_house import fill, of_vk, personal_house


@pytest.fixture
async def house() -> House:
    """Two who have written before and can pay for twenty answers; the setting allows them two a day."""
    house = personal_house(person_daily_spend_limit=Decimal("10.00"))
    for vk_id in (ANN, BOB):
        await house.message("/help", by=vk_id)
        await house.run_until_idle()
        await fill(house, await of_vk(house, vk_id), "100.00")
    return house


async def settled(house: House, vk_id: int) -> int:
    """How many of four questions are answered."""
    person = await of_vk(house, vk_id)
    for _ in range(4):
        await house.comment(by=vk_id)
    await house.run_until_idle()
    turns = [turn for turn in house.storage.turns if turn.person_id == person.id and not turn.is_free]
    assert {turn.reason for turn in turns} <= {None, Reason.DAILY_LIMIT_REACHED}
    return [turn.state for turn in turns].count(TurnState.SETTLED)


@pytest.mark.parametrize(("amount", "answered"), [("5.00", 1), ("15.00", 3), ("0.00", 0), (None, 4)])
async def test_stands_before_the_setting_for_that_person_only(house: House, amount: str | None, answered: int) -> None:
    await house.set_person_limit.execute(
        (await of_vk(house)).id, None if amount is None else Decimal(amount), by="olga"
    )

    assert await settled(house, ANN) == answered
    assert await settled(house, BOB) == 2


async def test_keeps_who_has_set_it_and_when(house: House) -> None:
    ann = await of_vk(house)

    person = await house.set_person_limit.execute(ann.id, Decimal("5.00"), by="olga")

    assert person == await of_vk(house)
    assert person.daily_limit == DailyLimit(amount=Decimal("5.00"), at=house.clock.now(), by="olga")


async def test_setting_counts_again_when_it_is_forgotten(house: House) -> None:
    ann = await of_vk(house)
    await house.set_person_limit.execute(ann.id, Decimal("5.00"), by="olga")

    person = await house.set_person_limit.forget(ann.id, by="olga")

    assert person.daily_limit is None
    assert await settled(house, ANN) == 2


async def test_is_kept_when_somebody_is_blocked_and_unblocked(house: House) -> None:
    ann = await of_vk(house)
    await house.set_person_limit.execute(ann.id, Decimal("5.00"), by="olga")

    await house.block_person.execute(ann.id, by="olga")
    await house.unblock_person.execute(ann.id, by="olga")

    assert await settled(house, ANN) == 1


async def test_refuses_what_is_no_amount_and_whom_there_is_not(house: House) -> None:
    ann = await of_vk(house)
    with pytest.raises(InvalidMoneyError):
        await house.set_person_limit.execute(ann.id, Decimal("-0.01"), by="olga")
    with pytest.raises(NotFoundError):
        await house.set_person_limit.execute(PersonId(make_id()), None, by="olga")
    await house.forget_person.execute(ann.id, by="olga")
    with pytest.raises(NotFoundError):
        await house.set_person_limit.execute(ann.id, None, by="olga")
    with pytest.raises(NotFoundError):
        await house.set_person_limit.forget(ann.id, by="olga")
