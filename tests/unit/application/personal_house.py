"""A house in which everybody pays for themselves."""

from decimal import Decimal
from typing import Any

from domain.balance import Balance, LedgerEntry, Payer, account_of
from domain.person import Person
from tests.unit.application.house import ANN, House


def personal_house(*, gift: str = "0.00", **rules: Any) -> House:
    return House(payer=Payer.PERSON, gift=Decimal(gift), **rules)


async def of_vk(house: House, vk_id: int = ANN) -> Person:
    """Somebody who has written by now."""
    person = await house.storage.read(lambda uow: uow.people.find_vk(vk_id))
    assert person is not None
    return person


async def fill(house: House, person: Person, amount: str = "100.00") -> None:
    await house.fill.execute(Decimal(amount), author="owner", reason="a secret of the cashier", person_id=person.id)


async def account(house: House, person: Person) -> Balance:
    return await house.show_balance.execute(account=account_of(person.id))


async def entries(house: House, person: Person) -> list[LedgerEntry]:
    return list(await house.show_balance.history(limit=100, account=account_of(person.id)))
