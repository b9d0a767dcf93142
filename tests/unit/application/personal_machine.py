"""The machine of turns where everybody pays for themselves."""

from collections import Counter
from decimal import Decimal
from typing import Any, Final

from hypothesis import strategies as st
from hypothesis.stateful import invariant, precondition, rule

from domain.balance import EntryKind, Payer, is_personal
from domain.money import ZERO
from domain.person import Person
from tests.unit.application.house import House
from tests.unit.application.turn_machine import INDEX, PEOPLE, TurnMachine
from tests.unit.application.turn_promises import is_of_gift

RULES: Final[dict[str, Any]] = {
    "fallback": True,
    "person_daily_answers": 6,
    "payer": Payer.PERSON,
    "gift": Decimal("10.00"),
    "person_daily_spend_limit": Decimal("25.00"),
}


class PersonalTurnMachine(TurnMachine):
    """The community has money for two gifts to begin with."""

    @precondition(lambda self: self.books.events)
    @rule(by=PEOPLE, amount=st.sampled_from(["5.00", "7.50"]))
    def fill_up_of_vk(self, by: int, amount: str) -> None:
        async def fill() -> None:
            await self.house.drain_events.execute()
            person = await self.house.fragile.read(lambda uow: uow.people.find_vk(by))
            if person is not None:
                await _fill(self.house, person, amount)

        self.do(fill())

    @rule(who=st.integers(0, 1), amount=st.sampled_from(["5.00", "7.50"]))
    def fill_up_of_site(self, who: int, amount: str) -> None:
        self.do(_fill(self.house, self.visitors[who].person, amount))

    @rule(by=PEOPLE, which=INDEX)
    def ask_for_the_account(self, by: int, which: int) -> None:
        self.hear(self.house.message("/balance" if which % 2 else "/help", by=by))

    @invariant()
    def a_gift_is_given_once_and_paid_for(self) -> None:
        gifts = [entry for entry in self.books.entries if entry.kind is EntryKind.GIFT]
        assert sum((entry.amount for entry in gifts), start=ZERO) == ZERO
        assert set(Counter(entry.account for entry in gifts if is_personal(entry.account)).values()) <= {1}
        assert len([hold for hold in self.books.holds if is_of_gift(hold)]) * 2 == len(gifts)

    @invariant()
    def everybody_pays_for_themselves(self) -> None:
        assert all(turn.payer == f"person:{turn.person_id}" for turn in self.paid)


async def _fill(house: House, person: Person, amount: str) -> None:
    await house.fill.execute(Decimal(amount), author="owner", reason="paid", person_id=person.id)
