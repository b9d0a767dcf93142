from decimal import Decimal

from domain.balance import EntryKind
from tests.unit.application.house import House


async def test_shows_available_held_and_spent_when_turns_have_run(rich: House) -> None:
    await rich.comment()
    await rich.run_until_idle()
    await rich.comment()
    await rich.fund.execute(await rich.claim_next())

    balance = await rich.show_balance.execute()

    assert (balance.available, balance.held, balance.spent_today) == (Decimal(90), Decimal(5), Decimal(5))


async def test_shows_nothing_when_the_account_is_unknown(house: House) -> None:
    balance = await house.show_balance.execute()

    assert (balance.available, balance.held, balance.spent_today) == (0, 0, 0)


async def test_counts_today_from_the_owners_midnight_when_it_has_passed(rich: House) -> None:
    # 20:59:59 UTC is 23:59:59 in Moscow.
    rich.clock.at = rich.clock.at.replace(hour=20, minute=59, second=55)
    await rich.comment()
    await rich.run_until_idle()
    assert (await rich.show_balance.execute()).spent_today == 5

    rich.clock.advance(10)

    assert (await rich.show_balance.execute()).spent_today == 0
    assert (await rich.show_balance.execute()).available == 95


async def test_shows_the_latest_entries_first_when_asked_for_history(rich: House) -> None:
    await rich.comment()
    await rich.run_until_idle()

    history = await rich.show_balance.history(limit=9)

    assert [entry.kind for entry in history] == [EntryKind.CAPTURE, EntryKind.TOP_UP]
    assert history[0].reason == f"turn {rich.turn.id}"
    assert list(await rich.show_balance.history(limit=1)) == [history[0]]
