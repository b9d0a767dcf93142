from hypothesis import settings

from tests.examples import examples
from tests.unit.application.house import House
from tests.unit.application.personal_machine import RULES, PersonalTurnMachine
from tests.unit.application.turn_machine import TurnMachine
from tests.unit.application.turn_promises import Books


class FakeTurnMachine(TurnMachine):
    def open_house(self) -> tuple[House, Books]:
        house = House(fallback=True, person_daily_answers=6)
        return house, house.storage


class FakePersonalTurnMachine(PersonalTurnMachine):
    def open_house(self) -> tuple[House, Books]:
        house = House(**RULES)
        return house, house.storage


TestTurnMachine = FakeTurnMachine.TestCase
TestTurnMachine.settings = settings(max_examples=examples(40), stateful_step_count=40, deadline=None)
TestPersonalTurnMachine = FakePersonalTurnMachine.TestCase
TestPersonalTurnMachine.settings = settings(max_examples=examples(25), stateful_step_count=40, deadline=None)
