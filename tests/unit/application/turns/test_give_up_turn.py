from dataclasses import replace

import pytest

from domain.balance import HoldState
from domain.errors import LeaseLostError
from domain.turn import ClaimedTurn, TurnState
from tests.factories import TODAY
from tests.unit.application.house import LEASE, House


async def claim_funded(house: House) -> ClaimedTurn:
    await house.comment()
    claimed = await house.claim_next()
    await house.fund.execute(claimed)
    return replace(claimed, turn=house.turn)


async def give_up(house: House, claimed: ClaimedTurn) -> None:
    ended = (await house.get_turn(claimed.turn)).fail("why")
    await house.storage.run(lambda uow: house.give_up.execute(uow, ended, lease=claimed.lease))


async def answers_today(house: House) -> int:
    person = house.storage.people[0]
    return await house.storage.read(lambda uow: uow.people.answers_on(person.id, day=TODAY))


async def test_gives_money_and_answer_back_when_the_turn_ends(rich: House) -> None:
    claimed = await claim_funded(rich)

    await give_up(rich, claimed)

    assert (rich.turn.state, rich.turn.reason) == (TurnState.FAILED, "why")
    assert [hold.state for hold in rich.storage.holds] == [HoldState.RELEASED]
    assert await answers_today(rich) == 0


async def test_gives_the_answer_back_to_its_own_day_when_midnight_has_passed(rich: House) -> None:
    claimed = await claim_funded(rich)
    rich.clock.advance(86_400)

    await give_up(rich, claimed)

    assert await answers_today(rich) == 0


async def test_gives_no_answer_back_when_nothing_was_held(rich: House) -> None:
    await claim_funded(rich)
    await rich.comment()
    unfunded = await rich.claim_next()

    await give_up(rich, unfunded)

    assert await answers_today(rich) == 1


async def test_changes_nothing_when_the_lease_was_lost(rich: House) -> None:
    late = await claim_funded(rich)
    rich.clock.advance(LEASE.total_seconds())
    await rich.claim_next()

    with pytest.raises(LeaseLostError):
        await give_up(rich, late)

    assert rich.turn.state is TurnState.FUNDED
    assert [hold.state for hold in rich.storage.holds] == [HoldState.OPEN]
