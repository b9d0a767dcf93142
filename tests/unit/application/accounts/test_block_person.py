import asyncio
from decimal import Decimal

import pytest

from application.chat.visitor import Visitor
from domain.errors import BlockedError, NotFoundError
from domain.identifiers import PersonId
from domain.live import SessionChanged
from domain.person import Person
from domain.turn import TurnState
from tests.factories import make_id
from tests.unit.application.house import ANN, BOB, House

PASSWORD = "верная лошадь"


async def register(house: House, login: str = "ann") -> Visitor:
    return await house.register.execute(await house.visit(), login=login, password=PASSWORD)


async def vk_person(house: House, vk_id: int) -> Person:
    person = await house.storage.read(lambda uow: uow.people.find_vk(vk_id))
    assert person is not None
    return person


async def test_closes_the_sessions_and_lets_nobody_in_again(house: House) -> None:
    ann = await register(house)

    blocked = await house.block_person.execute(ann.person.id, by="owner")

    assert blocked.blocked_at == house.clock.now()
    assert [session.end_reason for session in house.storage.sessions] == ["blocked"]
    assert SessionChanged(session_id=ann.session.id, signed_out=True) in house.feed.published
    with pytest.raises(BlockedError):
        await house.say(ann, "Где вы?")
    with pytest.raises(BlockedError):
        await house.log_in.execute(await house.visit(), login="ann", password=PASSWORD)


async def test_what_was_asked_before_is_declined_before_any_cost(rich: House) -> None:
    ann = await register(rich)
    await rich.say(ann, "Где вы?")

    await rich.block_person.execute(ann.person.id, by="owner")
    await rich.run_until_idle()

    assert (rich.turn.state, rich.turn.reason) == (TurnState.DECLINED, "blocked")
    assert rich.writer.asked == []
    assert (await rich.show_balance.execute()).available == Decimal("100.00")
    assert (
        await rich.storage.read(lambda uow: uow.people.answers_on(ann.person.id, day=rich.rules.day(rich.clock.now())))
        == 0
    )


async def test_person_of_vk_is_declined_and_others_are_answered(rich: House) -> None:
    await rich.comment(by=ANN)
    await rich.run_until_idle()
    await rich.block_person.execute((await vk_person(rich, ANN)).id, by="owner")

    await rich.comment(by=ANN)
    await rich.comment(by=BOB)
    await rich.run_until_idle()

    assert [turn.state for turn in rich.storage.turns] == [TurnState.SETTLED, TurnState.DECLINED, TurnState.SETTLED]


async def test_is_answered_again_when_unblocked(rich: House) -> None:
    await rich.comment(by=ANN)
    await rich.drain_events.execute()
    ann = await vk_person(rich, ANN)
    await rich.block_person.execute(ann.id, by="owner")

    unblocked = await rich.unblock_person.execute(ann.id, by="owner")
    await rich.run_until_idle()

    assert unblocked == ann
    assert rich.turn.state is TurnState.SETTLED


async def test_lasts_from_the_first_time(house: House) -> None:
    guest = await house.visit()
    first = await house.block_person.execute(guest.person.id, by="owner")
    house.clock.advance(60)

    assert await house.block_person.execute(guest.person.id, by="owner") == first


async def test_block_and_funding_at_once_are_one_after_the_other(rich: House) -> None:
    guest = await rich.visit()
    await rich.say(guest, "Где вы?")
    claimed = await rich.claim_next()

    turn, _ = await asyncio.gather(rich.fund.execute(claimed), rich.block_person.execute(guest.person.id, by="owner"))

    balance = await rich.show_balance.execute()
    assert (turn.state, balance.held) in {
        (TurnState.FUNDED, Decimal("5.00")),
        (TurnState.DECLINED, Decimal("0.00")),
    }


async def test_fails_when_there_is_nobody(house: House) -> None:
    nobody = PersonId(make_id())

    with pytest.raises(NotFoundError):
        await house.block_person.execute(nobody, by="owner")
    with pytest.raises(NotFoundError):
        await house.unblock_person.execute(nobody, by="owner")
