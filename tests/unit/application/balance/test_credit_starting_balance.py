from decimal import Decimal

from domain.balance import EntryKind
from tests.unit.application.house import House


async def test_credits_once_when_called_at_every_start(house: House) -> None:
    assert await house.credit.execute(Decimal("500.00"))
    assert not await house.credit.execute(Decimal("500.00"))
    assert not await house.credit.execute(Decimal("900.00"))

    (entry,) = house.storage.entries
    assert (entry.kind, entry.amount) == (EntryKind.STARTING, Decimal("500.00"))


async def test_books_nothing_so_that_a_later_setting_counts_when_it_is_zero(house: House) -> None:
    assert not await house.credit.execute(Decimal("0.00"))
    assert house.storage.entries == []

    assert await house.credit.execute(Decimal("500.00"))


async def test_answers_questions_when_it_was_credited(house: House) -> None:
    await house.credit.execute(Decimal("5.00"))
    await house.comment()

    await house.run_until_idle()

    assert len(house.community.comments) == 1
