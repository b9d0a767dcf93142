from decimal import Decimal

import pytest

from domain.balance import EntryKind
from domain.errors import InvalidMoneyError, StorageUnavailableError
from tests.unit.application.house import House


async def fill(house: House, amount: str, *, key: str | None = None) -> bool:
    return await house.fill.execute(Decimal(amount), author="owner", reason="paid", key=key)


async def test_books_who_and_why_when_money_is_put_on(house: House) -> None:
    assert await fill(house, "12.34")

    (entry,) = house.storage.entries
    assert (entry.kind, entry.amount, entry.author, entry.reason) == (
        EntryKind.TOP_UP,
        Decimal("12.34"),
        "owner",
        "paid",
    )
    assert entry.at == house.clock.now()
    assert (await house.storage.balance()).available == Decimal("12.34")


async def test_books_each_when_no_key_is_given(house: House) -> None:
    assert [await fill(house, "1.00"), await fill(house, "1.00")] == [True, True]
    assert (await house.storage.balance()).available == 2


async def test_books_once_when_the_key_is_repeated(house: House) -> None:
    assert [await fill(house, "1.00", key="a"), await fill(house, "1.00", key="a")] == [True, False]
    assert [await fill(house, "1.00", key="b")] == [True]
    assert (await house.storage.balance()).available == 2


async def test_books_once_when_the_commits_answer_was_lost_and_the_order_is_repeated(house: House) -> None:
    house.storage.lose_next_commit()
    with pytest.raises(StorageUnavailableError):
        await fill(house, "1.00", key="a")

    assert not await fill(house, "1.00", key="a")
    assert (await house.storage.balance()).available == 1


@pytest.mark.parametrize("amount", ["0", "0.00", "-0.01", "-5"])
async def test_is_refused_when_the_amount_is_not_positive(house: House, amount: str) -> None:
    with pytest.raises(InvalidMoneyError) as caught:
        await fill(house, amount)

    assert caught.value.given == Decimal(amount)
    assert house.storage.entries == []
