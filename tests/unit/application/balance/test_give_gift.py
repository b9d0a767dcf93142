"""The gift that a person's account begins with: once, and out of the community's pocket."""

from decimal import Decimal

import pytest

from domain.balance import COMMUNITY_ACCOUNT, EntryKind, HoldState, LedgerEntry, account_of
from domain.turn import Reason, TurnState
from tests.unit.application.house import ANN, BOB, House
from tests.unit.application.personal_house import account, entries, fill, of_vk, personal_house


@pytest.fixture
async def house() -> House:
    """Gives a new person money for two answers, and has money for ten gifts."""
    house = personal_house(gift="10.00")
    await house.top_up("100.00")
    return house


def gifts(house: House) -> list[LedgerEntry]:
    return [entry for entry in house.storage.entries if entry.kind is EntryKind.GIFT]


async def test_is_paid_by_the_community_and_booked_on_both_accounts(house: House) -> None:
    await house.comment()

    await house.run_until_idle()

    ann = await of_vk(house)
    paid, given = gifts(house)
    assert (paid.account, paid.amount, given.account, given.amount) == (
        COMMUNITY_ACCOUNT,
        Decimal("-10.00"),
        account_of(ann.id),
        Decimal("10.00"),
    )
    assert {(entry.author, entry.reason) for entry in (paid, given)} == {("otklik", "gift")}
    assert (await account(house, ann)).available == Decimal("5.00")
    community = await house.show_balance.execute()
    assert (community.available, community.spent_today) == (Decimal("90.00"), Decimal("10.00"))


async def test_is_given_once_for_all_that_is_asked(house: House) -> None:
    for _ in range(4):
        await house.comment()

    await house.run_until_idle()

    assert len(gifts(house)) == 2
    states = [turn.state for turn in house.storage.turns if not turn.is_free]
    assert (states.count(TurnState.SETTLED), states.count(TurnState.DECLINED)) == (2, 2)


async def test_is_given_to_everybody(house: House) -> None:
    await house.comment(by=ANN)
    await house.comment(by=BOB)
    visitor = await house.visit()
    await house.say(visitor)

    await house.run_until_idle()

    assert len(gifts(house)) == 6
    assert {turn.state for turn in house.storage.turns} == {TurnState.SETTLED}


async def test_is_given_once_when_a_commit_was_lost(house: House) -> None:
    await house.comment()
    claimed = await house.claim_next()
    house.storage.lose_next_commit()
    await house.run.execute(claimed)

    house.clock.advance(60)
    await house.run_until_idle()

    assert len(gifts(house)) == 2
    assert house.turn.state is TurnState.SETTLED


async def test_is_given_no_second_time_when_somebody_of_vk_was_erased_and_comes_back(house: House) -> None:
    await house.comment()
    await house.run_until_idle()
    before = await of_vk(house)
    await house.forget_person.execute(before.id, by="olga")

    await house.comment()
    await house.run_until_idle()

    again = await of_vk(house)
    assert again.id != before.id
    assert await entries(house, again) == []
    assert not any(str(ANN) in entry.key for entry in house.storage.entries)
    assert not any(str(ANN) in hold.key for hold in house.storage.holds)


async def test_is_given_no_second_time_when_the_signing_key_is_another(house: House) -> None:
    await house.comment()
    await house.run_until_idle()
    house.give_gift._secret_key = "another key"

    await house.comment()
    await house.run_until_idle()

    assert len(gifts(house)) == 2


@pytest.mark.parametrize("money", ["0.01", "9.99"])
async def test_waits_until_the_community_can_pay_it(money: str) -> None:
    house = personal_house(gift="10.00")
    await house.top_up(money)
    await house.comment()
    await house.run_until_idle()
    assert gifts(house) == []
    assert "gift_not_given" in {line.event for line in house.log.lines}
    assert [turn.reason for turn in house.storage.turns if not turn.is_free] == [Reason.BALANCE_EXHAUSTED]

    await house.top_up("10.00")
    await house.comment()
    await house.run_until_idle()

    assert len(gifts(house)) == 2


async def test_is_bounded_by_the_communitys_limit_of_a_day() -> None:
    house = personal_house(gift="10.00", daily_spend_limit=Decimal("20.00"))
    await house.top_up("100.00")
    for vk_id in range(2001, 2006):
        await house.comment(by=vk_id)

    await house.run_until_idle()

    assert len(gifts(house)) == 4
    assert [hold.state for hold in house.storage.holds if hold.account == COMMUNITY_ACCOUNT] == [HoldState.CAPTURED] * 2


async def test_is_given_to_nobody_who_is_not_served(house: House) -> None:
    await house.comment("До блокировки")
    await house.drain_events.execute()
    await house.block_person.execute((await of_vk(house)).id, by="olga")

    await house.run_until_idle()
    await house.message("/balance")
    await house.run_until_idle()

    assert gifts(house) == []


async def test_is_nothing_where_the_community_pays() -> None:
    house = House(gift=Decimal("10.00"))
    await house.top_up()
    await house.comment()
    await house.message("/balance")

    await house.run_until_idle()

    assert gifts(house) == []
    assert {entry.account for entry in house.storage.entries} == {COMMUNITY_ACCOUNT}


async def test_is_nothing_when_none_is_set() -> None:
    house = personal_house()
    await house.comment()
    await house.run_until_idle()
    await fill(house, await of_vk(house), "5.00")

    await house.comment()
    await house.run_until_idle()

    assert gifts(house) == []
    assert TurnState.SETTLED in {turn.state for turn in house.storage.turns}
